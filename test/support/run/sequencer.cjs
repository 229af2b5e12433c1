// Suites of whole systems come first: they take longest, whatever the size of their files. The short suites fill the end of a run.
// Those that need a system with variables of its own are spread over the others, with those of the same variables one after the
// other: then they have the same system, instead of one each or one for every worker.
const { readFileSync } = require('node:fs');
const { default: Sequencer } = require('@jest/test-sequencer');

const isLong = ({ path }) => /\/test\/(e2e|faults|scripts|kit\/(conformance|package))\//.test(path);

/** Whether a suite takes minutes: begun last, it would go on alone. */
const isLongest = ({ path }) => /\/test\/kit\/(conformance|package)\//.test(path);

/** The variables of the system that a suite takes from the pool, as its source states them; empty for a system without any. */
function variablesOf({ path }) {
  const source = readFileSync(path, 'utf8');
  const [, stated = ''] = /\bsharedSystem\(([^)]*)\)/.exec(source) ?? [];
  if (!/^\w+$/.test(stated)) return stated;
  const [, variables = stated] = new RegExp(`\\bconst ${stated} = (\\{[^}]*\\})`).exec(source) ?? [];
  return variables;
}

/** Puts each of `few` after as many of `many`. */
const spread = (many, few) =>
  [...many.map((each, at) => [each, (at + 1) / many.length]), ...few.map((each, at) => [each, (at + 0.5) / few.length])]
    .sort(([, one], [, other]) => one - other)
    .map(([each]) => each);

module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const long = sorted.filter(isLong).map((test) => ({ test, variables: variablesOf(test) }));
    const own = long
      .filter(({ variables }) => variables)
      .sort((one, other) => (one.variables < other.variables ? -1 : 1));
    const usual = long
      .filter(({ variables }) => !variables)
      .sort((one, other) => isLongest(other.test) - isLongest(one.test));
    return [...spread(usual, own).map(({ test }) => test), ...sorted.filter((test) => !isLong(test))];
  }
};
