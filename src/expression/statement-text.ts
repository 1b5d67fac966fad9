import type { Statement } from './program.ts';
import type { WritingStyle } from './write.ts';

/** A statement as a line of text: `t1 = sin(x)`; of a JavaScript program `const t1 = Math.sin(x);`. */
export const statementText = ({ name, text }: Statement, style: WritingStyle = 'plain'): string =>
  style === 'javascript' ? `const ${name} = ${text};` : `${name} = ${text}`;
