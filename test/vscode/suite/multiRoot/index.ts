/** Several folders in one workspace. */
import './settings';
