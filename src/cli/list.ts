import type { Command } from 'commander';
import { arrayArity } from '../language/algebra.ts';
import { arity } from '../language/numbers.ts';
import { lawLevels } from '../expression/simplify.ts';
import { formats } from '../numbers/rounded.ts';
import { activations } from '../objectives/activation.ts';
import { losses } from '../objectives/loss.ts';
import { catalogue } from '../lab/catalogue.ts';
import { json } from '../lab/json.ts';
import { wrap } from '../lab/terminal.ts';
import { methods, sharings, stepRules } from './methods.ts';
import { dataNames } from './network.ts';

/** `derivlab list`: everything that can be asked for by name. */
export function addListCommand(program: Command): void {
  program
    .command('list')
    .description('methods, operations, number systems, objectives and experiments, by name')
    .option('--json', 'print one JSON object')
    .action((options: { json?: boolean }) => {
      const found = {
        methods: Object.keys(methods),
        'step rules': ['NUMBER', 'relative:NUMBER', ...Object.keys(stepRules)],
        laws: lawLevels,
        sharing: sharings,
        operations: Object.keys(arity),
        'array operations': Object.keys(arrayArity),
        'number systems': [...formats.map(({ name }) => name), 'decimal', 'complex', 'dual', 'counting'],
        activations: Object.keys(activations),
        losses: Object.keys(losses),
        data: dataNames,
        experiments: catalogue().map((entry) => entry.id),
      };
      process.stdout.write(options.json === true ? `${json(found)}\n` : written(found));
    });
}

function written(found: Readonly<Record<string, readonly unknown[]>>): string {
  return Object.entries(found)
    .filter(([, names]) => names.length > 0)
    .map(([kind, names]) => `${kind}\n${wrap(names.map(String).join(', '), 96).replace(/^/gm, '  ')}\n`)
    .join('\n');
}
