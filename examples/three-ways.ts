import { compare, mlp, numeric, reverse, symbolic } from 'derivlab';

const net = mlp({ layers: [4, 8, 3], activation: 'tanh', lambda: 1e-3, seed: 1 });
for (const method of [numeric(), symbolic(), reverse()]) {
  const { value, gradient, cost } = method.gradient(net);
  console.log(method.name, value, gradient?.W2, cost?.operations);
}
console.log(compare(net).table()); // each against the 50-digit truth
console.log(compare('sin(x)^2 + x*y', { x: 0.3, y: 2 }).table('markdown'));
