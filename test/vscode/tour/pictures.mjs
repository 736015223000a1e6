// The pictures of the README, of the extension's page and of its walkthrough: the product alone, in letters that stay readable
// where a page shows them smaller than they are.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const B16 = 'models/ViT-B_16.vit.yaml';
const RUN_LIMIT_MS = 60_000;
/** A hover may take a quarter of the window's height: that is higher than what is shown of it. */
const WINDOW_HEIGHT = 1800;
const WIDTH = 840;

/** What is typed in the pictures: without the marks that the samples have for our tests. */
const config = (name, heads) => `model_name: ${name}
patches:
  size: [16, 16]
hidden_size: 768
classifier: token
transformer:
  num_layers: 12
  mlp_dim: 3072
  num_heads: ${heads}
`;
const BROKEN = 'my-vit.vit.yaml';
const RIGHT = 'vit-b16.vit.yaml';
/** Beside the weights that it names, which have four heads. */
const OTHER_HEADS = 'checkpoints/my-digits.vit.yaml';
const DIGITS = `model_name: my-digits
checkpoint: digits.npz
image_size: 32
num_classes: 10
patches:
  size: [8, 8]
hidden_size: 32
transformer:
  num_layers: 3
  mlp_dim: 64
  num_heads: 8
`;

const PYTHON = 'python/my_models.py';
const PYTHON_TEXT = `import ml_collections


def get_small_config():
  config = ml_collections.ConfigDict()
  config.model_name = 'small_16'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 384
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 1536
  config.transformer.num_heads = 6
  config.transformer.num_layers = 12
  config.classifier = 'token'
  config.representation_size = None
  return config


def get_small_32_config():
  config = get_small_config()
  config.patches.size = (32, 32)
  return config


def get_heads_config():
  config = get_small_config()
  config.transformer.num_heads = 10
  return config
`;

/** Two device pixels for one: sharp on every screen. */
export const LOOK = {
  viewport: { width: WIDTH, height: WINDOW_HEIGHT },
  scale: 2,
  settings: {
    'workbench.activityBar.location': 'hidden',
    'workbench.statusBar.visible': false,
    'workbench.editor.editorActionsLocation': 'hidden',
    'workbench.layoutControl.enabled': false,
    'window.customTitleBarVisibility': 'never',
    'window.menuBarVisibility': 'hidden',
    // One file at a time: a row of tabs says nothing.
    'workbench.editor.limit.enabled': true,
    'workbench.editor.limit.value': 1,
    'workbench.editor.limit.perEditorGroup': true,
    'breadcrumbs.enabled': false,
    'editor.fontSize': 15,
    'editor.codeLensFontSize': 13,
    'editor.hover.above': false,
    'editor.scrollbar.vertical': 'hidden',
    'editor.scrollbar.horizontal': 'hidden',
    'editor.overviewRulerLanes': 0,
    'editor.overviewRulerBorder': false,
    'editor.hideCursorInOverviewRuler': true,
    'editor.showFoldingControls': 'never',
    'editor.occurrencesHighlight': 'off',
    'editor.selectionHighlight': false,
    'editor.matchBrackets': 'never',
    'editor.renderLineHighlight': 'none',
    'editor.guides.indentation': false,
    'editor.lightbulb.enabled': 'off',
    'editor.scrollBeyondLastLine': false,
    'problems.decorations.enabled': false,
  },
};

/** @type {(tour: import('./steps.mjs').Tour & { folder: string }) => import('./steps.mjs').Steps} */
export const pictureSteps = ({ workbench, workspace, folder }) => {
  const { page } = workbench;
  writeFileSync(join(workspace, BROKEN), config('my-vit', 10));
  writeFileSync(join(workspace, RIGHT), config('ViT-B_16', 12));
  writeFileSync(join(workspace, OTHER_HEADS), DIGITS);
  writeFileSync(join(workspace, PYTHON), PYTHON_TEXT);
  /** Shows a file, and nothing beside it. */
  const open = async (path) => {
    if (await page.locator('.part.sidebar').isVisible()) await workbench.command('View: Toggle Primary Side Bar Visibility');
    await workbench.open(path);
  };
  /** Saves a part of what is seen, or from the top of the window to a height; one with a photograph in it smaller and with fewer colours. */
  const take = async (name, clip, width = null) => {
    const area = typeof clip === 'number' ? { x: 0, y: 0, width: page.viewportSize().width, height: clip } : clip;
    const picture = sharp(await page.screenshot({ clip: area, caret: 'hide' }));
    const png = { palette: true, quality: width === null ? 90 : 60, dither: 0.5, effort: 10, compressionLevel: 9 };
    await (width === null ? picture : picture.resize({ width })).png(png).toFile(join(folder, `${name}.png`));
  };
  return [
    {
      name: 'editor: a config with its lens, its hints and the outcome of a run',
      body: async () => {
        await open(B16);
        await workbench.lens('Run on sample image').click();
        await workbench.lens(/✓ ran in/).waitFor({ timeout: RUN_LIMIT_MS });
        await workbench.rest();
        await workbench.line('size:').filter({ hasText: 'tokens' }).waitFor();
        await take('editor', 340);
      },
    },
    {
      name: 'hover: what a model costs',
      body: async () => {
        await open(B16);
        await workbench.hover('model_name', 'GMACs');
        await take('hover', 500);
        await workbench.rest();
      },
    },
    {
      name: 'finding: an error with its fixes',
      body: async () => {
        await open(BROKEN);
        // The lens moves what is below it.
        await workbench.lensLine(/can't be built/).waitFor();
        await workbench.squiggles('error').first().waitFor();
        await workbench.clickSquiggle();
        await page.keyboard.press('Control+.');
        await workbench.fixes().first().waitFor();
        await take('finding', 412);
        await page.keyboard.press('Escape');
      },
    },
    {
      name: 'checkpoint: a key that is other than that of the weights, with the fix',
      body: async () => {
        await open(OTHER_HEADS);
        await workbench.lensLine('KMACs').waitFor();
        await workbench.squiggles('error').first().waitFor();
        await workbench.hoverSquiggle(/checkpoint's is/);
        await take('checkpoint', 372);
        await workbench.rest();
      },
    },
    {
      name: 'python: what each function builds costs, and a wrong override',
      body: async () => {
        await open(PYTHON);
        await workbench.lens(/22\.9 M/).waitFor();
        await workbench.squiggles('error').first().waitFor();
        await take('python', 640);
      },
    },
    {
      name: 'completion: the values that fit, and what each decides',
      body: async () => {
        await open(BROKEN);
        await workbench.selectValue('num_heads:');
        await page.keyboard.press('Backspace');
        const offered = await workbench.suggestions();
        await offered.filter({ hasText: 'head width 48' }).waitFor();
        await workbench.showDetails();
        await page.keyboard.press('ArrowDown');
        await page.locator('.suggest-details-container').getByText('head width 48').first().waitFor();
        await take('completion', 478);
        await page.keyboard.press('Escape');
        await workbench.command('File: Revert File');
      },
    },
    {
      name: 'panel: the model beside its config',
      body: async () => {
        await page.setViewportSize({ width: 1240, height: 1066 });
        await open(RIGHT);
        await workbench.command('ViT Config: Show Model');
        await workbench.panel().getByRole('heading', { name: 'ViT-B_16' }).waitFor();
        await workbench.panel().locator('.picture img').waitFor();
        await workbench.widenPanel(436);
        await workbench.line('num_heads:').click();
        await workbench.panel().locator('[data-part=blocks][aria-current=true]').waitFor();
        await take('panel', 1066, 1680);
      },
    },
    {
      name: 'run: what a run took, block by block',
      body: async () => {
        await open(RIGHT);
        await workbench.command('ViT Config: Show Model');
        await workbench.panel().getByRole('button', { name: 'Run on image' }).click();
        await workbench.lens(/✓ ran in/).waitFor({ timeout: RUN_LIMIT_MS });
        // The panel alone.
        await workbench.command('View: Toggle Maximize Editor Group');
        await page.setViewportSize({ width: 620, height: WINDOW_HEIGHT });
        const last = workbench.panel().getByRole('heading', { name: 'Last run' });
        await last.scrollIntoViewIfNeeded();
        await workbench.panel().getByText('Random weights').scrollIntoViewIfNeeded();
        const { y } = await last.boundingBox();
        await take('run', { x: 12, y: y - 16, width: 596, height: 560 });
      },
    },
  ];
};
