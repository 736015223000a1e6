/** Languages that there are translations for, as the folders in l10n/ are called. */
export type Language = 'zh-cn';

/** Subtags of Chinese in traditional characters; without any of them it is written in simplified ones. */
const TRADITIONAL = ['hant', 'tw', 'hk', 'mo'];

/** The language to speak with a client: its locale as editors (`zh-cn`, `zh-Hans`) or systems (`zh_CN.UTF-8`) write it; null for English. */
export function languageOf(locale: string | undefined): Language | null {
  const [language, ...subtags] = (locale ?? '')
    .toLowerCase()
    .replace(/[.@].*/, '')
    .split(/[-_]/);
  return language === 'zh' && !subtags.some((subtag) => TRADITIONAL.includes(subtag)) ? 'zh-cn' : null;
}
