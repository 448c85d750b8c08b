import { describeHostileAnswers } from '../support/hostile-answers.js';

describeHostileAnswers('lnd');
describeHostileAnswers('cln');
