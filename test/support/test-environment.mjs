import vm from 'node:vm';

import { TestEnvironment } from 'jest-environment-node';

// Jest compiles every module for every test file anew, which for most files costs more than their tests do. A script that was
// compiled once in a worker can be run in the context of each file after it; nothing but its code is shared.
const { compileFunction, Script } = vm;
const compiled = new Map();

function scriptOf(source, parameters, filename) {
  const known = compiled.get(filename);
  if (known?.source === source && known.parameters.join() === parameters.join()) return known.script;
  // On one line with the first of the module, so that lines are counted as in the file.
  const script = new Script(`(function (${parameters.join()}) {${source}\n})`, { filename });
  compiled.set(filename, { source, parameters, script });
  return script;
}

vm.compileFunction = (source, parameters = [], options = {}) => {
  const { filename, parsingContext } = options;
  if (filename === undefined || parsingContext === undefined)
    return compileFunction(source, parameters, options);
  return scriptOf(source, parameters, filename).runInContext(parsingContext);
};

/** The environment of Node, in which a module is compiled once for all test files of a worker. */
export default TestEnvironment;
