import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { hereAndNow, writeMeasured } from './measured.ts';
import { bundles } from './package/bundles.ts';
import { messageOf, performed } from './package/checks.ts';
import { commandLine } from './package/command-line.ts';
import { consumer } from './package/consumer.ts';
import { dependencies } from './package/dependencies.ts';
import { linters } from './package/linters.ts';
import { onNodes } from './package/on-nodes.ts';
import { types } from './package/types.ts';
import { weights, weightsTable, type Weight } from './package/weights.ts';

// Packs derivlab, installs it in a clean project, and uses it there as its consumers would. It ends with a line of how many
// checks passed and failed; the folder is kept where one failed. With `-- --write` the sizes go into docs/trust.md.

const weighed: Weight[] = [];

console.log('the package is built, packed and installed …');
try {
  const project = await consumer();
  console.log(`in ${project.folder}, with ${Object.keys(project.nodes).join(', ')}`);
  const [passed, failed] = await performed(
    [
      ...onNodes(project),
      ...commandLine(project),
      ...bundles(project),
      ...weights(project, (weight) => weighed.push(weight)),
      ...types(project),
      ...linters(project),
      ...dependencies(project),
    ],
    2,
  );
  if (process.argv[2] === '--write')
    await writeMeasured('trust.md', 'weights', `${hereAndNow()}:\n\n${weightsTable(project, weighed)}`);
  if (failed === 0) rmSync(dirname(project.folder), { recursive: true });
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.log(`FAILED ${messageOf(error)}\n0 passed, 1 failed`);
  process.exitCode = 1;
}
