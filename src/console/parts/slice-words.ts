/** By what traffic is cut, in words. @example sliceWords('metadata.channel') // 'channel' */
export function sliceWords(sliceBy: string): string {
  if (sliceBy === 'label') return 'class';
  return sliceBy === 'model' ? 'model version' : sliceBy.replace('metadata.', '');
}
