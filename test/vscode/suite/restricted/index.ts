/** A workspace that is not trusted: everything is read and nothing is run. */
import './trust';
