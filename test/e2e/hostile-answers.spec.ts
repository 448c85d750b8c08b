import { describeHostileAnswers } from '../support/hostile-answers.js';

describeHostileAnswers('nwc');
describeHostileAnswers('eclair');
describeHostileAnswers('phoenixd');
