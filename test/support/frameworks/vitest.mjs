/** The contract suite with vitest's own `describe` and `it`, run by vitest's runner. */
import { describe, it } from '@vitest/runner';
import { contract } from './contract.mjs';

contract({ describe, it });
