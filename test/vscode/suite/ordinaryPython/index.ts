/** A folder of Python in which nothing is a config: as if the extension were not there. */
import './nothing';
