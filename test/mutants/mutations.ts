import ts from 'typescript';

/** One small change of a source file. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  /** The row, or the function, that it stands in. */
  readonly within: string;
  readonly from: string;
  readonly to: string;
  readonly start: number;
  readonly end: number;
}

/** Words that may be mistaken for one another, both ways. */
const mistaken: readonly (readonly [string, string])[] = [
  ['add', 'sub'],
  ['mul', 'div'],
  ['sin', 'cos'],
  ['sinh', 'cosh'],
  ['exp', 'expm1'],
  ['log', 'log1p'],
  ['sqrt', 'cbrt'],
  ['min', 'max'],
  ['less', 'equal'],
  ['tanh', 'sigmoid'],
  ['erf', 'erfc'],
  ['square', 'neg'],
  ['sign', 'step'],
  ['asin', 'acos'],
  ['sum', 'maxOver'],
];
const others = new Map(mistaken.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]));
others.set('carry', 'mul').set('tan', 'atan').set('atan', 'tan').set('abs', 'sign').set('floor', 'sign');

/** Operations of which the order of the operands counts. */
const ordered = new Set(['sub', 'div', 'pow', 'atan2', 'less', 'carry', 'matmul']);

const binary = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
  [ts.SyntaxKind.AsteriskToken, '/'],
  [ts.SyntaxKind.SlashToken, '*'],
  [ts.SyntaxKind.PlusEqualsToken, '-='],
  [ts.SyntaxKind.MinusEqualsToken, '+='],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '<'],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
]);

const units: Readonly<Record<string, string>> = { zero: 'one', one: 'minusOne', minusOne: 'one' };

/** Parts of a row that are no rules: how it is written, and what a wrong shape is told. */
const isNoRule = (node: ts.Node): boolean =>
  ts.isThrowStatement(node) ||
  ts.isTypeNode(node) ||
  ts.isImportDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  (ts.isPropertyAssignment(node) && ['notation', 'shapes'].includes(node.name.getText())) ||
  (ts.isVariableDeclaration(node) && ['call', 'infix'].includes(node.name.getText())) ||
  (ts.isFunctionDeclaration(node) && (node.name?.text ?? '').startsWith('check')) ||
  (ts.isExpressionStatement(node) && node.getText().startsWith('check')) ||
  (ts.isIfStatement(node) && ts.isThrowStatement(node.thenStatement));

const isLaw = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && ['exact', 'real'].includes(node.expression.getText());

/** What of the rules a mutant changes. */
export function kindOf({ file, within }: Mutant): string {
  if (file === 'linearize.ts' || file === 'slope.ts') return 'the chain rule, and sums of slopes';
  if (within.includes('laws')) return 'laws';
  if (/adjoints|weights/.test(within)) return 'adjoints';
  if (/decision|margin|way/.test(within)) return 'where an operation branches';
  return file === 'pointwise.ts' || file === 'gaussian.ts' ? 'partials' : 'values of operations on arrays';
}

/** Every mutant of a file of rules: one thing changed in each. */
export function mutantsOf(file: string, text: string): Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: Mutant[] = [];
  let within = '';
  const change = (node: ts.Node, to: string, start = node.getStart()): void => {
    const { line } = source.getLineAndCharacterOfPosition(start);
    const from = text.slice(start, node.end);
    if (to !== from) found.push({ file, line: line + 1, within, from, to, start, end: node.end });
  };
  const calls = (node: ts.CallExpression, algebra: string, op: string): void => {
    const args = node.arguments.map((arg) => arg.getText());
    const call = (name: string, given: readonly string[]): string =>
      `${algebra}.${name}(${given.join(', ')})`;
    const other = others.get(op);
    if (other !== undefined) change(node, call(other, args));
    if (ordered.has(op)) change(node, call(op, [args[1]!, args[0]!]));
    if (op === 'select') change(node, call(op, [args[0]!, args[2]!, args[1]!]));
    if (['add', 'sub', 'mul', 'div', 'carry', 'min', 'max'].includes(op))
      for (const arg of args) change(node, arg);
    else if (op !== 'constant' && args.length === 1) change(node, args[0]!);
  };
  const result = (body: ts.Expression, negate: string): void => {
    change(body, `${negate}.neg(${body.getText()})`);
  };
  const visit = (node: ts.Node): void => {
    if (isNoRule(node)) return;
    const before = within;
    if ((ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) && node.name !== undefined)
      within = before.includes('.') ? before : node.name.getText();
    if (ts.isPropertyAssignment(node)) within = `${within}.${node.name.getText()}`;
    if (isLaw(node)) {
      const sides = node.arguments[node.arguments.length - 1];
      change(node.expression, node.expression.getText() === 'exact' ? 'real' : 'exact');
      if (sides !== undefined && ts.isArrowFunction(sides) && ts.isArrayLiteralExpression(sides.body))
        result(sides.body.elements[1]!, sides.parameters[0]!.name.getText());
      // The shapes that an array law is tried with are no rule.
      if (sides !== undefined) visit(sides);
      within = before;
      return;
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const [algebra, op] = [node.expression.expression.getText(), node.expression.name.text];
      if (['n', 'k', '_n', '_k'].includes(algebra)) calls(node, algebra, op);
      if (op === 'every' || op === 'some') change(node.expression.name, op === 'every' ? 'some' : 'every');
    }
    if (ts.isArrowFunction(node) && /(partials|stable|adjoints|through|way|margin|weights)$/.test(within)) {
      const negate = node.parameters[0]?.name.getText() ?? '';
      if (/^_?[nk]$/.test(negate) && !ts.isBlock(node.body)) result(node.body, negate);
    }
    if (ts.isNumericLiteral(node)) {
      change(node, String(Number(node.text) + 1));
      if (Number(node.text) !== 0) change(node, String(Number(node.text) - 1));
    }
    if (ts.isStringLiteral(node) && node.text in units) change(node, `'${units[node.text]!}'`);
    if (ts.isIfStatement(node)) change(node.expression, `!(${node.expression.getText()})`);
    if (ts.isConditionalExpression(node))
      change(node, `${node.condition.getText()} ? ${node.whenFalse.getText()} : ${node.whenTrue.getText()}`);
    if (ts.isBinaryExpression(node)) {
      const to = binary.get(node.operatorToken.kind);
      if (to !== undefined) change(node.operatorToken, to);
    }
    if (
      ts.isPropertyAssignment(node) &&
      ['stable', 'decision', 'jointlyLinear'].includes(node.name.getText())
    )
      change(node.name, `dropped_${node.name.getText()}`);
    if (node.kind === ts.SyntaxKind.TrueKeyword && within.endsWith('.exact')) change(node, 'false');
    ts.forEachChild(node, visit);
    within = before;
  };
  visit(source);
  return found;
}
