package studio.practice.encoding;

/** The cosine transform of 8 x 8 samples with quantisation (Arai, Agui and Nakajima's scaled form). */
final class ForwardDct {
    private final float[] divisors = new float[64];
    private final int[] result = new int[64];

    ForwardDct(int[] quantisation) {
        double[] scale = new double[8];
        for (int i = 0; i < 8; i++) {
            scale[i] = i == 0 ? 1 : Math.cos(i * Math.PI / 16) * Math.sqrt(2);
        }
        for (int i = 0; i < 64; i++) {
            divisors[i] = (float) (1 / (quantisation[i] * scale[i / 8] * scale[i % 8] * 8));
        }
    }

    /** The quantised coefficients in zigzag order; the answer is overwritten by the next call, {@code block} by this one. */
    int[] transform(float[] block) {
        for (int i = 0; i < 64; i += 8) {
            line(block, i, 1);
        }
        for (int i = 0; i < 8; i++) {
            line(block, i, 8);
        }
        for (int i = 0; i < 64; i++) {
            int at = JpegTables.ZIGZAG[i];
            result[i] = Math.round(block[at] * divisors[at]);
        }
        return result;
    }

    private static void line(float[] d, int o, int s) {
        float t0 = d[o] + d[o + 7 * s];
        float t7 = d[o] - d[o + 7 * s];
        float t1 = d[o + s] + d[o + 6 * s];
        float t6 = d[o + s] - d[o + 6 * s];
        float t2 = d[o + 2 * s] + d[o + 5 * s];
        float t5 = d[o + 2 * s] - d[o + 5 * s];
        float t3 = d[o + 3 * s] + d[o + 4 * s];
        float t4 = d[o + 3 * s] - d[o + 4 * s];

        float t10 = t0 + t3;
        float t13 = t0 - t3;
        float t11 = t1 + t2;
        float t12 = t1 - t2;
        d[o] = t10 + t11;
        d[o + 4 * s] = t10 - t11;
        float z1 = (t12 + t13) * 0.70710677f;
        d[o + 2 * s] = t13 + z1;
        d[o + 6 * s] = t13 - z1;

        t10 = t4 + t5;
        t11 = t5 + t6;
        t12 = t6 + t7;
        float z5 = (t10 - t12) * 0.38268343f;
        float z2 = 0.5411961f * t10 + z5;
        float z4 = 1.306563f * t12 + z5;
        float z3 = t11 * 0.70710677f;
        float z11 = t7 + z3;
        float z13 = t7 - z3;
        d[o + 5 * s] = z13 + z2;
        d[o + 3 * s] = z13 - z2;
        d[o + s] = z11 + z4;
        d[o + 7 * s] = z11 - z4;
    }
}
