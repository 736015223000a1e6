// How the page is used, and what becomes of it while a config is typed.
import { strict as assert } from 'node:assert';

const partOf = (view, id) => view.built.towers.flatMap(({ parts }) => parts).find((part) => part.id === id);
/** A message and its paint, on a machine that may be busy with something else. */
const PAINT_LIMIT_MS = 100;

/** @param {import('./harness.mjs').Panel} panel */
export const behaviour = (panel, views) => [
  {
    name: 'a click on a part, on one of its keys or on the place of a problem asks for that place',
    body: async () => {
      await panel.open();
      await panel.show(views.b16);
      const { places } = partOf(views.b16, 'blocks');
      await panel.said();
      await panel.page.locator('[data-part=blocks]').click();
      await panel.page
        .locator('.part', { has: panel.page.locator('[data-part=blocks]') })
        .getByRole('button', { name: 'transformer.num_heads' })
        .click();
      const heads = places.find(({ key }) => key === 'transformer.num_heads');
      assert.deepEqual(
        await panel.said(),
        [places[0], heads].map(({ range }) => ({ type: 'reveal', range })),
      );
      await panel.show(views.unbuildable);
      await panel.page.locator('.problems').getByRole('button', { name: 'hidden_size' }).click();
      const width = views.unbuildable.problems[0].places.find(({ key }) => key === 'hidden_size');
      assert.deepEqual(await panel.said(), [{ type: 'reveal', range: width.range }]);
    },
  },
  {
    name: 'with the keyboard alone: arrows go from part to part and to the other tower, Enter to the config, and the focus is seen',
    body: async () => {
      const { page } = panel;
      await panel.open({ width: 900 });
      await panel.show(views.lit);
      await panel.said();
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-part'));
      // The run button comes first, then the drawing.
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      assert.equal(await focused(), 'img/patches');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      assert.equal(await focused(), 'img/blocks');
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.equal(outline, 'solid');
      await page.keyboard.press('ArrowRight');
      assert.equal(await focused(), 'txt/pooling');
      await page.keyboard.press('ArrowLeft');
      assert.equal(await focused(), 'img/blocks');
      await page.keyboard.press('End');
      assert.equal(await focused(), views.lit.built.joint.id);
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      assert.deepEqual(await panel.said(), [{ type: 'reveal', range: partOf(views.lit, 'img/patches').places[0].range }]);
    },
  },
  {
    name: 'what the cursor decides is marked, for the eye without colour and for a screen reader',
    body: async () => {
      await panel.open();
      await panel.show(views.b16);
      await panel.send({ type: 'highlight', parts: ['patches', 'blocks'], image: true });
      const marked = () => panel.page.locator('.go[aria-current=true]').evaluateAll((elements) => elements.map((element) => element.getAttribute('data-part')));
      assert.deepEqual(await marked(), ['patches', 'blocks']);
      const pointer = await panel.page
        .locator('.part.current')
        .first()
        .evaluate((element) => getComputedStyle(element, '::after').width);
      assert.equal(pointer, '8px');
      assert.equal(await panel.page.locator('h2#image').getAttribute('aria-current'), 'true');
      await panel.send({ type: 'highlight', parts: [], image: false });
      assert.deepEqual(await marked(), []);
    },
  },
  {
    name: 'run and cancel are one button that keeps the focus, and what becomes of a run is read aloud once',
    body: async () => {
      const { page } = panel;
      const button = page.locator('.controls button');
      const live = page.getByRole('status');
      await panel.open();
      await panel.show(views.b16);
      await panel.said();
      await button.focus();
      await page.keyboard.press('Enter');
      await panel.show(views.running);
      assert.equal(await button.innerText(), 'Cancel');
      assert.equal(await button.evaluate((element) => element === document.activeElement), true);
      assert.equal(await live.innerText(), 'The model is running');
      assert.deepEqual([await page.locator('progress').getAttribute('value'), await page.locator('progress').getAttribute('max')], ['17', '41']);
      await page.keyboard.press('Enter');
      assert.deepEqual(await panel.said(), [{ type: 'run' }, { type: 'cancel' }]);
      await panel.show({ ...views.running, run: { ...views.running.run, done: 18 } });
      assert.equal(await live.innerText(), 'The model is running');
      await panel.show(views.failed);
      assert.equal(await live.innerText(), views.failed.run.description);
      assert.equal(await page.locator('.result').innerText(), views.failed.run.description);
    },
  },
  {
    name: 'the button that runs with weights asks for that, and stays, without effect, while something runs',
    body: async () => {
      const button = panel.page.getByRole('button', { name: 'Run with w.npz' });
      await panel.open();
      await panel.show({ ...views.b16, weights: 'w.npz' });
      await panel.said();
      await button.focus();
      await panel.page.keyboard.press('Enter');
      assert.deepEqual(await panel.said(), [{ type: 'runWithWeights' }]);
      await panel.show({ ...views.running, weights: 'w.npz' });
      assert.equal(await button.evaluate((element) => element === document.activeElement), true);
      await panel.page.keyboard.press('Enter');
      assert.deepEqual(await panel.said(), []);
      await panel.show(views.b16);
      assert.equal(await button.count(), 0);
    },
  },
  {
    name: 'what may not be run says why',
    body: async () => {
      const { page } = panel;
      const button = page.locator('.controls button');
      for (const [view, more, why] of [
        [{ ...views.b16, mayRun: false }, { trusted: false }, /Trust the workspace/],
        [{ ...views.b16, mayRun: false }, {}, /package for this platform/],
        [views.unbuildable, {}, /once it can be built/],
      ]) {
        await panel.open();
        await panel.show(view, undefined, more);
        await panel.said();
        assert.equal(await button.getAttribute('aria-disabled'), 'true');
        await button.click({ force: true });
        assert.deepEqual(await panel.said(), []);
        assert.match(await page.locator(`[id="${await button.getAttribute('aria-describedby')}"]`).innerText(), why);
      }
    },
  },
  {
    name: 'of several models of a file one can be chosen',
    body: async () => {
      await panel.open();
      await panel.show(views.several);
      await panel.said();
      await panel.page.getByLabel('Model of this file').selectOption('another');
      assert.deepEqual(await panel.said(), [{ type: 'choose', id: views.several.models[1].id }]);
    },
  },
  {
    name: 'an edit changes what differs and nothing else: what is open, scrolled to or has the focus stays',
    body: async () => {
      const { page } = panel;
      await panel.open({ height: 500 });
      await panel.show(views.b16);
      await page.getByRole('button', { name: /One of 12 blocks/ }).click();
      await page.locator('[data-part=head]').focus();
      await page.locator('[data-part=head]').scrollIntoViewIfNeeded();
      const before = await page.evaluate(() => {
        window.same = [...document.querySelectorAll('.part')];
        return scrollY;
      });
      await panel.show(views.small);
      assert.equal(await page.evaluate(() => window.same.every((part) => part.isConnected)), true);
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-part')), 'head');
      assert.equal(await page.evaluate(() => scrollY), before);
      assert.equal(await page.getByRole('button', { name: /Inside.*Encoder/ }).getAttribute('aria-expanded'), 'true');
      assert.equal(await page.locator('.part', { hasText: 'Encoder' }).locator('.go .figure').first().textContent(), '7.09 M Parameters');
    },
  },
  {
    name: 'a config that can not be built says why above its last drawing; one that is no config any more leaves it, too',
    body: async () => {
      const { page } = panel;
      await panel.open();
      await panel.show(views.b16);
      await panel.show(views.unbuildable, null);
      const problems = page.getByRole('region', { name: "This model can't be built" });
      assert.match(await problems.innerText(), /768 can't be divided among 10 heads/);
      assert.equal(await page.locator('.content.stale .part').count(), views.b16.built.towers[0].parts.length);
      assert.equal(await page.locator('.stale .picture img').count(), 1);
      await panel.send({ type: 'model', view: null, uri: views.unbuildable.uri, image: null, trusted: true });
      await page.getByRole('region', { name: 'There is no model here' }).waitFor();
      assert.equal(await page.locator('.content.stale .part').count(), views.b16.built.towers[0].parts.length);
      await panel.show(views.b16);
      assert.equal(await page.locator('.stale, .problems').count(), 0);
    },
  },
  {
    name: 'the drawing of one model is never shown for another',
    body: async () => {
      await panel.open();
      await panel.show(views.lit);
      await panel.show({ ...views.unbuildable, uri: 'file:///elsewhere.vit.yaml' });
      assert.equal(await panel.page.locator('.content').count(), 0);
    },
  },
  {
    name: 'without a config the page tells what to do',
    body: async () => {
      await panel.open();
      await panel.send({ type: 'model', view: null, uri: null, image: null, trusted: true });
      await panel.page.getByRole('heading', { name: 'No model to show' }).waitFor();
      await panel.page.getByText('.vit.yaml').waitFor();
      await panel.shot('empty');
    },
  },
  {
    name: 'what is open and where it is scrolled to outlives the page',
    body: async () => {
      const { page } = panel;
      await panel.open({ height: 500 });
      await panel.show(views.b16);
      await page.getByRole('button', { name: /One of 12 blocks/ }).click();
      await page.evaluate(() => scrollTo(0, 300));
      await page.waitForFunction(() => JSON.parse(sessionStorage.getItem('state')).scroll === 300);
      await panel.open({ height: 500, keepState: true });
      await panel.show(views.b16);
      assert.equal(await page.getByRole('button', { name: /One of 12 blocks/ }).getAttribute('aria-expanded'), 'true');
      assert.equal(await page.evaluate(() => scrollY), 300);
      assert.equal(await page.evaluate(() => JSON.parse(sessionStorage.getItem('state')).uri), views.b16.uri);
    },
  },
  {
    name: 'an edit is painted within a blink of its message',
    body: async () => {
      await panel.open({ width: 900 });
      await panel.show(views.litRan);
      for (const fold of await panel.page.locator('.fold').all()) await fold.click();
      const other = { ...views.litRan, built: { ...views.litRan.built, parameters: 1, macs: 1 } };
      const times = [];
      for (let i = 0; i < 20; i++) times.push(await panel.timeToPaint(i % 2 === 0 ? other : views.litRan));
      const [median, worst] = [times.sort((a, b) => a - b)[10], times.at(-1)];
      console.log(`    from message to paint, everything unfolded: ${median.toFixed(0)} ms, at worst ${worst.toFixed(0)} ms`);
      assert.ok(median < PAINT_LIMIT_MS);
    },
  },
];
