import { createTheme, type MantineColorsTuple } from '@mantine/core';

// Ink and harbour teal for calm, amber for everything that waits for a person, rust for refusals, iris for human
// changes. Text pairs are chosen for a contrast of at least 4.5 : 1 in both schemes (see tokens.css).
const harbor: MantineColorsTuple = [
  '#e7f5f2',
  '#d0eae5',
  '#a3d6cd',
  '#72c2b4',
  '#48ae9e',
  '#279685',
  '#148070',
  '#0b6b60',
  '#085449',
  '#043c34',
];
const amber: MantineColorsTuple = [
  '#fff7e3',
  '#feecc4',
  '#fad98c',
  '#f5c352',
  '#f1b33c',
  '#dc9a12',
  '#b47a00',
  '#8a5d00',
  '#694600',
  '#4a3100',
];
const rust: MantineColorsTuple = [
  '#fdeeea',
  '#f8d9d1',
  '#efb3a6',
  '#e68a77',
  '#dd674f',
  '#d14e34',
  '#b93c23',
  '#97301c',
  '#762515',
  '#571a0e',
];
const iris: MantineColorsTuple = [
  '#eff0fb',
  '#dfe1f5',
  '#bec3ea',
  '#9aa2de',
  '#7d87d2',
  '#656fc4',
  '#525bb0',
  '#424a92',
  '#343b74',
  '#272c57',
];
const gray: MantineColorsTuple = [
  '#f6f7f5',
  '#eef0ee',
  '#e2e6e3',
  '#d0d7d4',
  '#b4bebb',
  '#8c9896',
  '#5f6d6c',
  '#465452',
  '#2f3c3b',
  '#1b2726',
];
const dark: MantineColorsTuple = [
  '#dbe4e3',
  '#b9c6c5',
  '#98a8a7',
  '#6e8080',
  '#32434a',
  '#26353b',
  '#18252a',
  '#0f191d',
  '#0b1317',
  '#070d10',
];

export const theme = createTheme({
  colors: { harbor, amber, rust, iris, gray, dark },
  primaryColor: 'harbor',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  black: '#16211f',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    '"Inter", "Segoe UI Variable Text", ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: { fontWeight: '650' },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250 } },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.45, blur: 2 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
  },
});
