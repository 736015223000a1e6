// What the page says of a model is what it was sent, all of it, as text.
import { strict as assert } from 'node:assert';
import { violations } from './accessibility.mjs';

const shape = (values) => `[${values.join(', ')}]`;
const partsOf = ({ towers, joint }) => [...towers.flatMap(({ parts }) => parts), ...(joint === null ? [] : [joint])];

/** @param {import('./harness.mjs').Panel} panel */
export const contents = (panel, views) => [
  {
    name: 'every part is drawn, in order, with the shapes between them',
    body: async () => {
      for (const name of ['b16', 'r50', 'mixer', 'lit']) {
        const { built } = views[name];
        await panel.open();
        await panel.show(views[name]);
        const titles = await panel.page.locator('.go .title').allInnerTexts();
        assert.deepEqual(
          titles,
          partsOf(built).map(({ title, repeat }) => (repeat > 1 ? `${title} × ${repeat}` : title)),
        );
        for (const [i, { input, parts }] of built.towers.entries()) {
          const shapes = await panel.page.locator('.tower').nth(i).locator('.edge .shape').allTextContents();
          assert.deepEqual(
            shapes.map((text) => text.replace(/^\D*/, '')),
            [input.shape, ...parts.map(({ outputShape }) => outputShape)].map((values) => shape(values).slice(1)),
          );
        }
      }
    },
  },
  {
    name: 'the totals and the table by part are those of the hover',
    body: async () => {
      await panel.open();
      await panel.show(views.b16);
      const totals = await panel.page.locator('.totals').innerText();
      for (const figure of ['86.6 M', '86,567,656', '17.6 GMACs', '35.1 GFLOPs', '330 MiB', '5.19 MiB'])
        assert.ok(totals.includes(figure), `${figure} in ${totals}`);
      const rows = await panel.page.locator('.costs tbody tr').allInnerTexts();
      assert.match(rows.find((row) => row.startsWith('Encoder')) ?? '', /98 %\s+85\.1 M\s+> 99 %\s+17\.4 G\s+5\.19 MiB/);
    },
  },
  {
    name: 'a block opens and shows its steps with the residual connections that the graph has',
    body: async () => {
      await panel.open();
      await panel.show(views.b16);
      const fold = panel.page.getByRole('button', { name: /One of 12 blocks/ });
      assert.equal(await fold.getAttribute('aria-expanded'), 'false');
      await fold.click();
      assert.equal(await fold.getAttribute('aria-expanded'), 'true');
      const inside = panel.page.locator(`[id="${await fold.getAttribute('aria-controls')}"]`);
      assert.deepEqual(
        (await inside.locator('li .step').allInnerTexts()).map((text) => text.trim()),
        ['LayerNorm', 'Attention', '+', 'LayerNorm', 'MLP', '+'],
      );
      // The spine, two ways around, and the signs in two sums.
      assert.equal(await inside.locator('svg.rows-24 path').count(), 5);
    },
  },
  {
    name: 'the image has the grid of the model, and what no patch reaches is hatched and said',
    body: async () => {
      const caption = panel.page.locator('figcaption');
      await panel.open();
      await panel.show(views.b16);
      assert.equal((await caption.innerText()).trim(), '14×14 patches of 16×16 px + class token = 197 tokens');
      assert.equal(await lines(panel), 26);
      assert.equal(await panel.page.locator('.lost').count(), 0);
      assert.match((await panel.page.locator('.picture img').getAttribute('alt')) ?? '', /224×224.*14×14/);
      await panel.show(views.lost);
      assert.match(await caption.innerText(), /6 rows and 6 columns of 230×230 never reach the model/);
      assert.equal(await lines(panel), 28);
      assert.equal(await panel.page.locator('.lost').getAttribute('d'), 'M224 0H230V230H224ZM0 224H224V230H0Z');
      await panel.show(views.fine);
      assert.match(await caption.innerText(), /64×64 patches of 1×1 px \+ class token = 4097 tokens\s+A square of the grid stands for 2×2 patches/);
      await panel.show(views.mixer);
      assert.equal((await caption.innerText()).trim(), '14×14 patches of 16×16 px = 196 tokens');
    },
  },
  {
    name: 'an image that is not there, or that a browser does not know, leaves the grid',
    body: async () => {
      await panel.open();
      await panel.show(views.b16, null);
      assert.match(await panel.page.locator('figcaption').innerText(), /There is no image/);
      assert.equal(await panel.page.getByRole('img', { name: /14×14/ }).count(), 1);
      await panel.show(views.b16, `${panel.origin}/unreadable.jpg`);
      await panel.page.getByText('There is no image').waitFor();
      assert.equal(await lines(panel), 26);
      panel.forgive(/404/);
    },
  },
  {
    name: 'a run tells the time of each block, its outputs and their similarity',
    body: async () => {
      await panel.open();
      await panel.show(views.litRan);
      const { run } = views.litRan;
      assert.equal(await panel.page.locator('.controls .result').innerText(), run.title);
      const outputs = await panel.page.locator('table.values').innerText();
      assert.match(outputs, /img\/normalized\s+\[1, 768\]\s+−?[\d.e−-]+\s+[\d.]+/);
      assert.match(outputs, /Similarity of the two embeddings\s+−?[\d.]+/);
      const rows = await panel.page.locator('table.blocks tbody tr:not(.group)').allInnerTexts();
      assert.equal(rows.filter((row) => /^Encoder \d+\s+[\d.]+ m?s\s+1\.45 G$/.test(row.trim())).length, 12);
      assert.equal(rows.filter((row) => /^BERT encoder \d+/.test(row)).length, 12);
    },
  },
  {
    name: 'a run with weights tells the classes and which weights, and no more of a smoke test',
    body: async () => {
      const top = [
        { index: 281, name: 'tabby', probability: 0.934 },
        { index: 282, name: 'class 282', probability: 0.0412 },
        { index: 7, name: '<b>cock</b>', probability: 0.0001 },
      ];
      const run = { ...views.b16Ran.run, trained: true, weights: 'ViT-B_16.npz', top };
      await panel.open({ width: 300 });
      await panel.show({ ...views.b16Ran, weights: 'ViT-B_16.npz', run });
      const table = panel.page.getByRole('table', { name: 'Most probable classes' });
      assert.deepEqual(
        (await table.locator('tbody tr').allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').trim()),
        ['tabby 93 %', 'class 282 4 %', '<b>cock</b> < 1 %'],
      );
      assert.equal(await panel.page.locator('.run .note').innerText(), 'Weights: ViT-B_16.npz');
      assert.deepEqual(await panel.page.locator('.controls button').allInnerTexts(), ['Run on image', 'Run with ViT-B_16.npz']);
      assert.deepEqual(await violations(panel.page), []);
      await panel.shot('weights');
    },
  },
  {
    name: 'of two hundred blocks, neighbours share a row',
    body: async () => {
      const deep = timed(views.deep, views.b16Ran.run);
      await panel.open();
      await panel.show(deep);
      const rows = await panel.page.locator('table.blocks tbody tr').allInnerTexts();
      assert.equal(rows.filter((row) => row.startsWith('Encoder')).length, 29);
      assert.match(rows.find((row) => row.startsWith('Encoder 1 ')) ?? '', /^Encoder 1 to 7\s+3\.0 ms\s+1\.45 G/);
    },
  },
  {
    name: 'names and messages of a config are text, whatever they hold',
    body: async () => {
      const markup = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>&amp;';
      const hostile = { ...views.unbuildable, name: markup, problems: [{ message: markup, places: [{ key: markup, range: views.b16.anchor }] }] };
      await panel.open();
      await panel.show(hostile);
      assert.equal(await panel.page.locator('h1').innerText(), markup);
      assert.equal(await panel.page.locator('img[src=x]').count(), 0);
      assert.equal(await panel.page.evaluate('window.pwned'), undefined);
    },
  },
];

/** Lines of the grid. */
async function lines(panel) {
  return ((await panel.page.locator('path.line').getAttribute('d')) ?? '').split('M').length - 1;
}

/** As if each of its blocks had taken three milliseconds. */
function timed(view, run) {
  const towers = view.built.towers.map((tower) => ({ ...tower, parts: tower.parts.map((part) => ({ ...part, blockMs: Array(part.repeat).fill(3) })) }));
  return { ...view, run, built: { ...view.built, towers } };
}
