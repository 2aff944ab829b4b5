import { chineseShare, emptyProfile, observeDocument } from '../indexing/field-profile.ts';

/** Share of Chinese characters in texts from which on they are no English texts with a foreign word in them. */
export const CHINESE = 0.02;

/** Whether documents are Chinese, or in Chinese and another language. */
export function areChinese(sources: readonly object[]): boolean {
  const profile = emptyProfile();
  for (const source of sources) observeDocument(profile, source);
  return chineseShare(profile) >= CHINESE;
}
