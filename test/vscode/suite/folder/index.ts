/** From a config to its cost and a real forward pass, as VS Code shows it. Expected figures are the published models' own. */
import './activation';
import './diagnostics';
import './fixes';
import './hover';
import './hints';
import './completion';
import './navigation';
import './run';
import './checkpoints';
import './panel';
import './python';
import './foreignFiles';
import './texts';
import './workspaceFindings';
import './settings';
import './server';
