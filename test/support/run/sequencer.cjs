// Suites of whole systems come first: they take longest, whatever the size of their files. The short suites fill the end of a run.
const { default: Sequencer } = require('@jest/test-sequencer');

const long = ({ path }) => /\/test\/(e2e|faults|scripts|kit\/conformance)\//.test(path);

module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => long(other) - long(one));
  }
};
