/** The package without native code: everything but the run. */
import './withoutRun';
