import { reverse } from 'derivlab/reverse';

const model = (k, { x, y }) => k.add(k.square(k.sin(x)), k.mul(x, y));
console.log(reverse().gradient(model, { x: 0.3, y: 2 }).gradient); // { x: 2.5646424733950353, y: 0.3 }
