import { expect, test } from 'vitest';
import { languageOf } from '../../server/lsp/language';

test.each(['zh-cn', 'zh-CN', 'zh', 'zh-Hans', 'zh-Hans-CN', 'zh_CN.UTF-8', 'zh_CN', 'zh-SG'])('%s is simplified Chinese', (locale) =>
  expect(languageOf(locale)).toBe('zh-cn'),
);

test.each([undefined, '', 'en', 'en-US', 'C', 'C.UTF-8', 'de_DE.UTF-8@euro', 'zh-tw', 'zh-Hant', 'zh_HK.UTF-8', 'zha', 'x-zh'])('%s is not', (locale) =>
  expect(languageOf(locale)).toBeNull(),
);
