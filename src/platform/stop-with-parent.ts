/**
 * Ends this process in order when the one that started it is gone, even if that one was killed and could say nothing:
 * the kernel closes the channel between them. Without a parent's channel nothing happens.
 */
export function stopWithParent(stop: () => void): void {
  if (!process.send) return;
  // The parent may have gone while our modules were loading.
  if (!process.connected) {
    stop();
    return;
  }
  process.once('disconnect', stop);
  // Listening must not keep a process alive that has nothing left to do.
  process.channel?.unref();
}
