import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fields } from '../src/page/state/setting.ts';
import { names, numbers, seed, texts } from '../test/attacks/hostile.ts';
import { open } from './browser.ts';
import { builtSite } from './site.ts';

const site = builtSite();

const kebab = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const keys = Object.entries(fields).flatMap(([group, own]) =>
  Object.keys(own).flatMap((key) => [kebab(key), `${kebab(group)}.${kebab(key)}`]),
);
const word = fc.constantFrom(...names, ...texts, ...numbers, '4-8-3', 'mlp', 'yes', 'x=0.3,__proto__=1');
const query = fc
  .array(fc.tuple(fc.constantFrom(...keys, ...names, 'subject.__proto__', 'f', 'at'), word), {
    minLength: 1,
    maxLength: 6,
  })
  .map((all) => `?${new URLSearchParams(all).toString()}`);

/** Addresses of which each is known to mean harm. */
const addresses = [
  ...[
    '?f=%3C/script%3E%3Cscript%3Ewindow.pwned=1%3C/script%3E',
    '?f=x&meant=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E',
  ],
  ...[
    '?__proto__[pwned]=1&constructor.prototype.pwned=1',
    '?f=__proto__%5E2&at=__proto__=3',
    '?at=__proto__=1,x=2',
  ],
  ...['?f=%E0%A4%A', '?%', '?f=%00', '?f=%ED%A0%80', '#%E0%A4%A', '?f=x#</script><script>alert(1)</script>'],
  ...[
    '?at=x=NaN',
    '?f=NaN*x',
    '?f=Infinity',
    '?lambda=NaN&seed=-1&batch=1e9&kind=mlp&layers=2000-2000',
    '?f=',
  ],
  ...[
    `#${'a'.repeat(1e6)}`,
    `#graph${'%41'.repeat(1e4)}`,
    `?f=${'('.repeat(3900)}`,
    `?f=${'x^'.repeat(1900)}x`,
  ],
  ...[
    '?embed=__proto__',
    '?results.id=../../etc/passwd',
    '?results.id=__proto__&embed=results',
    '#__proto__',
    '#"]',
  ],
  ...['?f=x&graph.node=%22%5D%3Cb%3E&graph.position=99999&embed=graph', '?lang=<b>&theme="onload="alert(1)'],
  ...fc.sample(query, { seed, numRuns: 6 }),
];

/** What a page knows of itself: prepared before its own scripts run. */
interface Witness {
  readonly told: string[];
  readonly changed: () => boolean;
}

it('answers hostile addresses: nothing in them runs, the page says what it leaves out, and goes on', async () => {
  for (const address of addresses) {
    const { page, context, complaints } = await open(site.browser, `${site.address}${address}`, {
      before: async (fresh) => {
        await fresh.addInitScript(() => {
          const prototypes = () =>
            JSON.stringify(
              [Object, Array, Function, String].map((one) => Object.getOwnPropertyNames(one.prototype)),
            );
          const [before, told] = [prototypes(), [] as string[]];
          for (const name of ['alert', 'confirm', 'prompt'])
            Object.assign(globalThis, { [name]: (text: unknown) => told.push(`${name}: ${String(text)}`) });
          addEventListener('unhandledrejection', ({ reason }) => told.push(`rejected: ${String(reason)}`));
          const changed = () => prototypes() !== before || 'pwned' in globalThis;
          Object.assign(globalThis, { witness: { told, changed } });
        });
      },
    });
    expect(await page.locator('section.panel').count()).toBeGreaterThan(0);
    // It still answers: what is typed is differentiated, where there is a place to type.
    const field = page.locator('.playground .expression textarea');
    if ((await field.count()) > 0) {
      await field.fill('q^3');
      await page.waitForSelector('.playground .inputs >> text=q');
      await page.waitForSelector('.playground .answers:not(.busy)');
    }
    const found = await page.evaluate(() => {
      const { told, changed } = (globalThis as unknown as { witness: Witness }).witness;
      return { told, changed: changed() };
    });
    expect([address, complaints, found]).toEqual([address, [], { told: [], changed: false }]);
    const asked = new URL(address, site.address).searchParams;
    const strange = [...asked.keys()].find((name) => !keys.includes(name));
    if (strange !== undefined) expect(await page.locator('.notice').first().textContent()).toContain(strange);
    await context.close();
  }
}, 600_000);
