package studio.imaging.vips;

import studio.imaging.Decoders;
import studio.imaging.decode.DecodeMemory;
import studio.imaging.decode.PictureDecoder;
import studio.imaging.decode.PictureDecoderContract;

class VipsDecoderTest extends PictureDecoderContract {
    @Override
    protected PictureDecoder decoder() throws Exception {
        return new VipsDecoder(Decoders.library(), DecodeMemory.available(), folder);
    }
}
