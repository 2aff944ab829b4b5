import type { DependencyHealth } from '../domain/catalog.ts';
import type { RulesReport } from '../admin-api/rules.ts';
import type { LoadedRules } from './live-rules.ts';

/** The rules that searches go through, and what came of the last change. */
export interface RulesInForce {
  loaded(): LoadedRules;
  /** Whether these rules are in force now: faulty ones are not taken. */
  take(loaded: LoadedRules): boolean;
  report(): Omit<RulesReport, 'fired'>;
  /** Bad rules do no harm to searches, so that readiness stays. */
  health(): DependencyHealth;
}

/** @param initial as read at the start; what is faulty there was left out */
export function createRulesInForce(initial: LoadedRules): RulesInForce {
  let loaded = initial;
  let loadedAt = new Date();
  let refused: RulesReport['refused'] = null;
  return {
    loaded: () => loaded,
    take(wanted) {
      if (wanted.errors.length > 0) {
        refused = { at: new Date().toISOString(), errors: wanted.errors };
        return false;
      }
      refused = null;
      if (wanted.version !== loaded.version) loadedAt = new Date();
      loaded = wanted;
      return true;
    },
    report: () => ({
      version: loaded.version,
      loadedAt: loadedAt.toISOString(),
      files: loaded.files,
      errors: loaded.errors,
      warnings: loaded.warnings,
      refused,
    }),
    health() {
      const rules = loaded.files.reduce((sum, file) => sum + (file.rules ?? 0), 0);
      const about = `${loaded.files.length} files, ${rules} rules, version ${loaded.version}`;
      const [fault] = refused?.errors ?? loaded.errors;
      if (fault === undefined) return { name: 'rules', state: 'up', detail: about };
      const what = refused === null ? 'faulty rules were left out' : 'the last change was refused';
      const detail = `${about}; ${what}: ${fault.file}, line ${fault.line}: ${fault.message}`;
      return { name: 'rules', state: 'up', detail };
    },
  };
}
