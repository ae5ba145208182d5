/** The contract suite in `node:test`: run with `node --test`. */
import { describe, it } from 'node:test';
import { contract } from './contract.mjs';

contract({ describe, it });
