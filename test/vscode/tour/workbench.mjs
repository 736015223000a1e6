// The workbench as a person handles it: files, the palette, the pointer. The only file that knows its markup.
import { strict as assert } from 'node:assert';

export class Workbench {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
  }

  async load(url, folder) {
    await this.page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
    await this.page.getByRole('treeitem').first().waitFor();
  }

  /**
   * Opens a file of the workspace by its path, as with Ctrl+P, and waits for its text. The pointer is out of the way then. Files that
   * are found late move the rows, and another model's may come under the click (R50+ViT-B_16 for ViT-B_16): then it picks again.
   */
  async open(path) {
    const name = path.split('/').at(-1);
    const whole = new RegExp(`^${name.replaceAll(/[.+]/g, '\\$&')}$`);
    const tab = this.page.locator(`.tab.active[data-resource-name="${name}"]`);
    const isOpen = () =>
      tab.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    for (let attempt = 0; attempt < 3; attempt++) {
      await this.rest();
      await this.page.keyboard.press('Control+P');
      await this.#pick(path, (rows) => rows.filter({ has: this.page.locator('.label-name').filter({ hasText: whole }) }).first());
      if (await isOpen()) break;
    }
    await tab.waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** Runs the command whose label is exactly this; Enter alone would take the palette's best guess. */
  async command(label, { opens = false } = {}) {
    await this.page.keyboard.press('F1');
    await this.#pick(`>${label}`, (rows) => rows.filter({ has: this.page.getByText(label, { exact: true }) }).first(), opens);
  }

  /** The same without the pointer: goes down to the row, and presses Enter. */
  async commandByKeyboard(label) {
    await this.page.keyboard.press('F1');
    await this.#pickByKeyboard(`>${label}`, label);
  }

  /** Opens a file of the workspace without the pointer. */
  async openByKeyboard(path) {
    const name = path.split('/').at(-1);
    await this.page.keyboard.press('Control+P');
    await this.#pickByKeyboard(path, name);
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  async #pickByKeyboard(text, label) {
    const widget = this.page.locator('.quick-input-widget');
    await widget.locator('input').first().waitFor();
    await this.page.keyboard.insertText(text);
    const rows = widget.locator('.quick-input-list .monaco-list-row');
    await rows
      .filter({ has: this.page.getByText(label, { exact: true }) })
      .first()
      .waitFor();
    await settled(() => rows.allInnerTexts());
    const chosen = rows.and(this.page.locator('.focused')).filter({ has: this.page.getByText(label, { exact: true }) });
    for (let down = 0; (await chosen.count()) === 0; down++) {
      assert.ok(down < 20, `no way down to ${label}`);
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Enter');
    await widget.waitFor({ state: 'hidden' });
  }

  /** Chooses a row of the choices that a command has opened. */
  async choice(text) {
    const widget = this.page.locator('.quick-input-widget');
    await widget.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first().click();
    await widget.waitFor({ state: 'hidden' });
  }

  /** Runs a command that lets choose, and gives the rows of its choices. */
  async choicesOf(label) {
    await this.command(label, { opens: true });
    const rows = this.page.locator('.quick-input-widget .quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    return rows;
  }

  /** `opens`: what is picked opens the same widget again, for another question. */
  async #pick(text, choose, opens = false) {
    const widget = this.page.locator('.quick-input-widget');
    await widget.locator('input').first().fill(text);
    const rows = widget.locator('.quick-input-list .monaco-list-row');
    await choose(rows).waitFor();
    await settled(() => rows.allInnerTexts());
    await choose(rows).click();
    // What comes up below the pointer would tell of itself.
    await this.page.mouse.move(5, 500);
    if (!opens) await widget.waitFor({ state: 'hidden' });
    else await this.page.waitForFunction((asked) => document.querySelector('.quick-input-widget input')?.value !== asked, text);
  }

  async save() {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tab.active:not(.dirty)').waitFor();
  }

  line(text) {
    return this.page.locator('.editor-instance .view-line').filter({ hasText: text }).first();
  }

  squiggles(severity) {
    return this.page.locator(`.squiggly-${severity}`);
  }

  /** A lens that can be clicked. */
  lens(text) {
    return this.page.locator('.codelens-decoration a').filter({ hasText: text }).first();
  }

  /** A line of lenses, whether they can be clicked or not. */
  lensLine(text) {
    return this.page.locator('.codelens-decoration').filter({ hasText: text }).first();
  }

  /** The rows of an open Quick Fix menu that change something. */
  fixes() {
    return this.page.locator('.action-widget .monaco-list-row.action:not(.option-disabled)');
  }

  /** The page of the model panel. */
  panel() {
    return this.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  /** The same as a frame, in which scripts can be evaluated. */
  async panelFrame() {
    const element = await this.panel().locator('main').elementHandle();
    const frame = await element?.ownerFrame();
    assert.ok(frame, 'the panel is not open');
    return frame;
  }

  /** Waits until a picture is there, whole. */
  async drawn(selector) {
    await this.page.locator(selector).first().waitFor();
    await this.page.waitForFunction((css) => [...document.querySelectorAll(css)].every(({ complete, naturalWidth }) => complete && naturalWidth > 0), selector);
  }

  /** Draws the border between editor and panel so that the editor has this width. */
  async widenPanel(editorWidth) {
    const sash = this.page
      .locator('.editor-part .split-view-container .sash-container .monaco-sash.vertical:not(.disabled), .part.editor .monaco-sash.vertical:not(.disabled)')
      .first();
    const { x, y } = middle(await sash.boundingBox());
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(editorWidth, y, { steps: 5 });
    await this.page.mouse.up();
    await this.rest();
  }

  /** Chooses a theme by its label. */
  async theme(label) {
    const exactly = (text) => (rows) => rows.filter({ has: this.page.getByText(text, { exact: true }) }).first();
    await this.page.keyboard.press('F1');
    await this.#pick('>Preferences: Color Theme', exactly('Preferences: Color Theme'), true);
    await this.page.getByPlaceholder(/Select Color Theme/).waitFor();
    await this.#pick(label, exactly(label));
  }

  statusBar(text) {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text }).first();
  }

  notification(text) {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  }

  /** Presses a button of a notification. */
  async choose(notification, button) {
    await notification.hover();
    await notification.getByRole('button', { name: button }).click();
  }

  /** Opens what `{}` in the status bar tells of the file, and gives its rows. */
  async languageStatus() {
    await this.page.locator('.statusbar-item[id="status.languageStatus"]').hover();
    const rows = this.page.locator('.hover-language-status');
    await rows.first().waitFor();
    return rows;
  }

  /** What the workbench's own dialog for files proposes, once that matches. */
  async proposal(pattern) {
    const input = this.page.locator('.quick-input-widget input').first();
    await expectEventually(async () => pattern.test(await input.inputValue()));
    return input.inputValue();
  }

  /** Gives a path to that dialog. `opens`: then the same widget asks something else. */
  async answerFileDialog(path, { opens = false } = {}) {
    const dialog = this.page.locator('.quick-input-widget');
    const input = dialog.locator('input').first();
    await expectEventually(async () => {
      await input.fill(path);
      // It looks at the disk while one types, and may come back to the folder that it was last in.
      await this.page.waitForTimeout(300);
      return (await input.inputValue()) === path;
    });
    await this.page.keyboard.press('Enter');
    if (!opens) await dialog.waitFor({ state: 'hidden' });
  }

  /** The cursor behind the text of a line. */
  async putCursorBehind(text) {
    await this.line(text).click();
    await this.page.keyboard.press('End');
  }

  /** Selects the value behind a key of a line. */
  async selectValue(key) {
    await this.putCursorBehind(key);
    await this.page.keyboard.press('Control+Shift+ArrowLeft');
  }

  /** Asks what may stand at the cursor, and gives the rows of the list. */
  async suggestions() {
    await this.page.keyboard.press('Control+Space');
    await this.offered().first().waitFor();
    return this.offered();
  }

  offered() {
    return this.page.locator('.suggest-widget.visible .monaco-list-row');
  }

  /** Unfolds what the list tells of the row it stands on. */
  async showDetails() {
    const details = this.page.locator('.suggest-details-container');
    if (!(await details.isVisible())) await this.page.keyboard.press('Control+Space');
    await details.waitFor();
  }

  /** Clicks the error in a line; without one the only error there is. */
  async clickSquiggle(line) {
    const { x, y } = middle(await this.#errorIn(line));
    await this.page.mouse.click(x, y);
  }

  /** Rests the pointer on that error until a hover with `expected` stands, and gives its text. */
  async hoverSquiggle(expected, line) {
    return this.#hover(await this.#errorIn(line), expected);
  }

  /** Where it is underlined; of several errors in no order of theirs. */
  async #errorIn(line) {
    const errors = this.squiggles('error');
    if (line === undefined) return errors.first().boundingBox();
    const { y } = middle(await this.line(line).boundingBox());
    const boxes = await Promise.all((await errors.all()).map((error) => error.boundingBox()));
    return boxes.find((box) => box !== null && box.y <= y && y <= box.y + box.height) ?? null;
  }

  /** Rests the pointer on the key that begins a line until a hover with `expected` stands, and gives its text. */
  async hover(key, expected) {
    const span = this.line(key).locator('span > span').filter({ hasText: key }).first();
    return this.#hover(await span.boundingBox(), expected);
  }

  async #hover(box, expected) {
    const { x, y } = middle(box);
    await this.page.mouse.move(x, y, { steps: 3 });
    const hover = this.page.locator('.monaco-hover:not(.hidden)').filter({ hasText: expected }).first();
    await hover.waitFor();
    return hover.innerText();
  }

  /** Moves the pointer out of the way, and closes what it or the keyboard had opened. */
  async rest() {
    await this.page.mouse.move(5, 500);
    await this.page.keyboard.press('Escape');
    await this.page.locator('.monaco-editor .monaco-hover:not(.hidden)').waitFor({ state: 'hidden' });
  }
}

/** Waits until a list gives the same twice: rows that come later move those that a click is meant for. */
async function settled(list) {
  let before;
  await expectEventually(async () => {
    const now = JSON.stringify(await list());
    const same = now === before;
    before = now;
    return same;
  });
}

async function expectEventually(condition) {
  for (let tries = 0; !(await condition()); tries++) {
    assert.ok(tries < 100, 'not within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function middle(box) {
  assert.ok(box, 'not on the screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
