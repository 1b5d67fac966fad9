import { fontFiles, fonts } from './figure-font.ts';

/** An SVG painted 1600 pixels wide, in the fonts that are installed with derivlab and no others. */
export async function pngOf(svg: string, width = 1600): Promise<Buffer> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const font = {
    loadSystemFonts: false,
    fontFiles: fontFiles(),
    defaultFontFamily: fonts.text,
    sansSerifFamily: fonts.text,
  };
  const painted = await renderAsync(svg, { fitTo: { mode: 'width', value: width }, font });
  return painted.asPng();
}
