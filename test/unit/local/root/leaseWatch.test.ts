import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LeaseWatch } from '../../../../src/local/root/leaseWatch';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('without a first lease it expires after a minute', () => {
  const expired = vi.fn();
  new LeaseWatch(expired);
  vi.advanceTimersByTime(59_999);
  expect(expired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(expired).toHaveBeenCalledOnce();
});

test('it expires a few seconds after the last lease, unless another comes before', () => {
  const expired = vi.fn();
  const watch = new LeaseWatch(expired);
  watch.changed(1);
  vi.advanceTimersByTime(600_000);
  watch.changed(2);
  watch.changed(1);
  watch.changed(0);
  vi.advanceTimersByTime(2_000);
  watch.changed(1);
  vi.advanceTimersByTime(600_000);
  expect(expired).not.toHaveBeenCalled();
  watch.changed(0);
  vi.advanceTimersByTime(3_000);
  expect(expired).toHaveBeenCalledOnce();
});

test('closed, it never expires', () => {
  const expired = vi.fn();
  new LeaseWatch(expired).close();
  vi.advanceTimersByTime(600_000);
  expect(expired).not.toHaveBeenCalled();
});
