import { beforeAll, describe, expect, it } from 'vitest';
import itself from '../../experiments/15-training.ts';
import type { Row } from '../../src/lab/cell.ts';
import { judged, quickRows } from './rows.ts';
import { readFileSync } from 'node:fs';
