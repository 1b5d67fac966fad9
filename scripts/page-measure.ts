import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { spreadOf } from '../src/lab/quantile.ts';
import { launch, open, type Watched } from '../test-page/browser.ts';
import { serve } from '../test-page/serve.ts';
import { hereAndNow, writeMeasured } from './measured.ts';

// How quick the built page is, as Markdown: `npm run page:measure`; with `-- --write` it goes into docs/page.md. Each line is the median and the worst of several fresh
// browsers' contexts. Nothing is asserted: what comes out is read.

const runs = 5;
const folder = 'dist-page';
const { values: options } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

/** Notes in the page, from before its first script: when the first field took part in it, and every long task. */
const notes = `
  globalThis.noted = { interactive: null, answered: null, longest: 0 };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) noted.longest = Math.max(noted.longest, duration);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (noted.interactive === null && document.querySelector('main input, main textarea')) noted.interactive = performance.now();
    if (noted.answered === null && document.querySelector('main table tbody td')) noted.answered = performance.now();
    if (noted.answered === null) requestAnimationFrame(look);
  };
  look();`;

interface Noted {
  readonly interactive: number;
  readonly answered: number;
  readonly longest: number;
}

interface Measured {
  readonly what: string;
  readonly unit: string;
  readonly aim: string;
  readonly values: readonly number[];
}

const slowly = async (page: Page, rate: number): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
};

/** A fresh page with the notes, slowed before it is loaded. */
async function fresh(browser: Browser, address: string, rate: number): Promise<Watched> {
  return open(browser, address, {
    before: async (page) => {
      await page.addInitScript(notes);
      await slowly(page, rate);
    },
    ready: 'main table tbody td',
  });
}

/** First view: when the first field can be used, and when the first answers stand, in a cold cache. */
async function firstView(browser: Browser, address: string, rate: number): Promise<Noted> {
  const { page, context } = await fresh(browser, address, rate);
  const noted = await page.evaluate<Noted>('noted');
  await context.close();
  return noted;
}

/** How long from a key on the V-curve's step to the frame that shows it, and the longest task meanwhile. */
async function drag(
  browser: Browser,
  address: string,
  rate: number,
): Promise<{ redraws: number[]; longest: number }> {
  const { page, context } = await fresh(browser, `${address}?v-curve.shown=yes#v-curve`, rate);
  const handle = page.locator('section.panel.v-curve [role=slider].handle');
  await handle.waitFor({ timeout: 60_000 });
  await handle.focus();
  await page.evaluate('noted.longest = 0');
  const redraws: number[] = [];
  for (let i = 0; i < 40; i++)
    redraws.push(
      await page.evaluate<number>(`new Promise((resolve) => {
        const from = performance.now();
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: ${JSON.stringify(i < 20 ? 'ArrowLeft' : 'ArrowRight')}, bubbles: true, cancelable: true }));
        requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => resolve(performance.now() - from); channel.port2.postMessage(0); });
      })`),
    );
  const longest = await page.evaluate<number>('noted.longest');
  await context.close();
  return { redraws, longest };
}

/** The longest task while somebody uses the page: types, moves on through all panels, changes what is differentiated. */
async function use(browser: Browser, address: string, rate: number): Promise<number> {
  const { page, context } = await fresh(browser, address, rate);
  const field = page.locator('main input[type=text], main textarea').first();
  await field.focus();
  await field.pressSequentially(' + cos(x*y)', { delay: 40 });
  for (const name of ['v-curve', 'graph', 'swell', 'results', 'playground']) {
    await page.locator(`section.panel.${name}`).scrollIntoViewIfNeeded();
    await page.waitForTimeout(1500);
  }
  const longest = await page.evaluate<number>('noted.longest');
  await context.close();
  return longest;
}

/** The compressed size of the scripts that the page's own text names, and of what they import at once, in kB. */
function firstScript(): number {
  const html = readFileSync(`${folder}/index.html`, 'utf8');
  const names = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(([, name]) => name!);
  const seen = new Set<string>();
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    const here = name.replace(/[^/]*$/, '');
    for (const [, to] of text.matchAll(
      /(?:^|[;}\s])(?:import|export)[^;"'()]*?(?:from)?["']\.\/([^"']+\.js)["']/g,
    ))
      names.push(here + to!);
  }
  return [...seen].reduce((sum, name) => sum + gzipSync(readFileSync(`${folder}/${name}`)).length, 0) / 1000;
}

const { address, close } = await serve(folder);
const browser = await launch();
const version = browser.version();
const measured: Measured[] = [
  { what: 'first script, compressed', unit: 'kB', aim: '150', values: [firstScript()] },
];
try {
  for (const rate of [1, 4]) {
    const at = rate === 1 ? '' : `, CPU slowed ${rate}×`;
    const say = (what: string): void => void process.stderr.write(`${what}${at} …\n`);
    const views: Noted[] = [];
    const drags: { redraws: number[]; longest: number }[] = [];
    const uses: number[] = [];
    say('first view');
    for (let i = 0; i < runs; i++) views.push(await firstView(browser, address, rate));
    say('dragging the step');
    for (let i = 0; i < runs; i++) drags.push(await drag(browser, address, rate));
    say('use of all panels');
    for (let i = 0; i < 2; i++) uses.push(await use(browser, address, rate));
    const aim = (text: string, isSlowed = false): string => (isSlowed === (rate === 4) ? text : '');
    measured.push(
      {
        what: `first view interactive${at}`,
        unit: 'ms',
        aim: aim('1500', true),
        values: views.map((one) => one.interactive),
      },
      { what: `first answers${at}`, unit: 'ms', aim: '', values: views.map((one) => one.answered) },
      {
        what: `redraw of the V-curve while h is moved${at}`,
        unit: 'ms',
        aim: aim('100'),
        values: drags.flatMap((one) => one.redraws),
      },
      {
        what: `longest task, first view${at}`,
        unit: 'ms',
        aim: aim('200'),
        values: views.map((one) => one.longest),
      },
      {
        what: `longest task, h moved${at}`,
        unit: 'ms',
        aim: aim('200'),
        values: drags.map((one) => one.longest),
      },
      { what: `longest task, all panels used${at}`, unit: 'ms', aim: aim('200'), values: uses },
    );
  }
} finally {
  await browser.close();
  await close();
}

const lines = [
  `${hereAndNow()}, Chromium ${version}:`,
  '',
  '| what | median | worst | n | aim |',
  '|:--|--:|--:|--:|--:|',
  ...measured.map(({ what, unit, aim, values }) => {
    const shown = (value: number): string => `${value.toFixed(0)} ${unit}`;
    return `| ${what} | ${shown(spreadOf(values).median)} | ${shown(Math.max(...values))} | ${values.length} | ${aim === '' ? '' : `${aim} ${unit}`} |`;
  }),
];
console.log(lines.join('\n'));
if (options.write) await writeMeasured('page.md', 'page', lines.join('\n'));
