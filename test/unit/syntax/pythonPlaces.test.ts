import { describe, expect, it } from 'vitest';
import { candidates } from '../../../server/core/syntax/python/places';

describe('where an imported module may be', () => {
  it('is beside the file, then in every folder above it, a package before a module', () => {
    expect(candidates('/w/vit_jax/configs/vit.py', 'vit_jax.configs.models', 0)).toEqual([
      '/w/vit_jax/configs/vit_jax/configs/models/__init__.py',
      '/w/vit_jax/configs/vit_jax/configs/models.py',
      '/w/vit_jax/vit_jax/configs/models/__init__.py',
      '/w/vit_jax/vit_jax/configs/models.py',
      '/w/vit_jax/configs/models/__init__.py',
      '/w/vit_jax/configs/models.py',
      '/vit_jax/configs/models/__init__.py',
      '/vit_jax/configs/models.py',
    ]);
  });

  it('ends at the top, and looks into other roots last', () => {
    expect(candidates('/w/a/b/c.py', 'm', 0, { top: '/w/a/', roots: ['/w/a', '/cwd/'] })).toEqual([
      '/w/a/b/m/__init__.py',
      '/w/a/b/m.py',
      '/w/a/m/__init__.py',
      '/w/a/m.py',
      '/cwd/m/__init__.py',
      '/cwd/m.py',
    ]);
  });

  it('of a relative import has one folder to start in', () => {
    expect(candidates('/w/a/b/c.py', 'models', 1)).toEqual(['/w/a/b/models/__init__.py', '/w/a/b/models.py']);
    expect(candidates('/w/a/b/c.py', 'x.y', 2, { roots: ['/cwd'] })).toEqual(['/w/a/x/y/__init__.py', '/w/a/x/y.py']);
    expect(candidates('/w/a/b/c.py', '', 1)).toEqual(['/w/a/b/__init__.py']);
    expect(candidates('/w/a/b/c.py', 'x', 9)).toEqual([]);
    expect(candidates('/w/a/b/c.py', 'x', 3, { top: '/w/a' })).toEqual([]);
  });

  it('on a drive goes up to its root', () => {
    expect(candidates('C:/w/c.py', 'm', 0)).toEqual(['C:/w/m/__init__.py', 'C:/w/m.py', 'C:/m/__init__.py', 'C:/m.py']);
  });

  it('is nowhere for what is no name', () => {
    for (const dotted of ['', '..', 'a..b', 'a/b', '.', 'a.', '~']) expect(candidates('/w/c.py', dotted, 0)).toEqual([]);
    expect(candidates('c.py', 'm', 0)).toEqual([]);
  });

  it('is not looked for without an end', () => {
    expect(candidates(`${'/a'.repeat(500)}/c.py`, 'm', 0).length).toBe(32);
  });
});
