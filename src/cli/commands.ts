import type { Command } from 'commander';
import { completionCommand } from './completion.ts';
import { configCommand } from './config.ts';
import { dictionaryCommand } from './dictionary.ts';
import { embedCommand } from './embed.ts';
import { doctorCommand } from './doctor.ts';
import { evalCommand } from './eval.ts';
import { explainCommand } from './explain.ts';
import { indexCommand } from './index-command.ts';
import { modelsCommand } from './models.ts';
import { rulesCommand } from './rules.ts';
import { serveCommand } from './serve.ts';
import { trainCommand } from './train.ts';
import { tuneCommand } from './tune.ts';

/** One file a command, in the order of `--help`. */
export const COMMANDS: readonly (() => Command)[] = [
  serveCommand,
  indexCommand,
  embedCommand,
  explainCommand,
  rulesCommand,
  dictionaryCommand,
  evalCommand,
  tuneCommand,
  trainCommand,
  modelsCommand,
  configCommand,
  doctorCommand,
  completionCommand,
];
