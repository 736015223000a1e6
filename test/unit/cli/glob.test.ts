import { describe, expect, it } from 'vitest';
import { globBase, globMatcher, isGlob } from '../../../server/cli/glob';

function check(pattern: string, matching: readonly string[], others: readonly string[]) {
  it(pattern, () => {
    const matcher = globMatcher(pattern);
    expect([...matching, ...others].filter((path) => matcher.test(path))).toEqual(matching);
  });
}

describe('globMatcher', () => {
  check('*.yaml', ['a.yaml', 'b.c.yaml'], ['a.yml', 'd/a.yaml', '.hidden.yaml']);
  check('samples/**/*.yaml', ['samples/a.yaml', 'samples/x/a.yaml', 'samples/x/y/a.yaml'], ['a.yaml', 'other/a.yaml', 'samples/.git/a.yaml']);
  check('**', ['a', 'a/b'], ['.a', 'a/.b']);
  check('a/**', ['a/b', 'a/b/c'], ['a', 'b/a']);
  check('**/x.json', ['x.json', 'a/x.json'], ['a/yx.json']);
  check('?.yaml', ['a.yaml'], ['ab.yaml', '.yaml', '/.yaml']);
  check('[ab].yaml', ['a.yaml', 'b.yaml'], ['c.yaml']);
  check('[!ab].yaml', ['c.yaml'], ['a.yaml']);
  check('[a-c]1', ['b1'], ['d1', '-1']);
  check('*.{yaml,yml}', ['a.yaml', 'a.yml'], ['a.json', 'a.yaml,yml']);
  check('{a,b}/{c,d}*', ['a/c', 'b/dd'], ['c/a', 'a/x']);
  check('a+b(1).yaml', ['a+b(1).yaml'], ['aab1.yaml']);
  check('R50+ViT-*.yaml', ['R50+ViT-B_16.vit.yaml'], ['R500ViT-B_16.vit.yaml']);
  // Broken patterns stand for themselves.
  check('[z-a]', ['[z-a]'], ['z']);
  check('{a', ['{a'], ['a']);
  check('[a', ['[a'], ['a']);
});

describe('globBase', () => {
  it.each([
    ['*.yaml', ''],
    ['samples/*.yaml', 'samples'],
    ['samples/**/x', 'samples'],
    ['../a/b/*.yaml', '../a/b'],
    ['/abs/*.yaml', '/abs'],
    ['/*.yaml', '/'],
    ['a{b,c}/d', ''],
  ])('%s starts at "%s"', (pattern, base) => expect(globBase(pattern)).toBe(base));
});

it('a plain path is no pattern', () => expect(['a/b-c_d+1.yaml', 'a*', 'a?', '[a]', '{a,b}'].map(isGlob)).toEqual([false, true, true, true, true]));
