/** A workspace of 500 configs, of which no one opens any. */
import './sweep';
