package studio.practice.painting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A row of towers with windows, some of them lit, and masts with a red light. */
final class City implements Layer {
    private record Tower(int from, int to, float top, float grid, float lit, int id) {}

    private final Frame frame;
    private final Colour crest;
    private final Colour foot;
    private final Colour lamp;
    private final float base;
    private final int[] towerAt;
    private final List<Tower> towers = new ArrayList<>();
    private final long seed;
    private float highest;

    /**
     * @param height pixels of the tallest towers above {@code base}
     * @param lit share of windows with light
     */
    City(Frame frame, Colour crest, Colour foot, Colour lamp, float base, float height, float lit, long seed) {
        this.frame = frame;
        this.crest = crest;
        this.foot = foot;
        this.lamp = lamp;
        this.base = base;
        this.seed = seed;
        this.towerAt = new int[frame.width()];
        this.highest = base;
        build(height, lit);
    }

    private void build(float height, float lit) {
        Dice dice = new Dice(seed);
        Arrays.fill(towerAt, -1);
        float centre = frame.width() * dice.between(0.3f, 0.7f);
        float x = -dice.between(0, height * 0.1f);
        while (x < frame.width()) {
            float wide = height * dice.between(0.1f, 0.24f);
            float middle = 1 - Math.min(1, Math.abs(x - centre) / (0.75f * frame.width()));
            float tall = height * (0.18f + 0.5f * dice.unit() * (0.4f + middle) + 0.25f * middle * middle);
            int style = dice.below(4);
            float grid = Math.max(2.5f, height * dice.between(0.017f, 0.024f));
            float share = lit * dice.between(0.4f, 1.3f);
            if (style == 0) {
                tower(x, x + wide, tall, grid, share);
                tower(x + wide * 0.2f, x + wide * 0.8f, tall * 1.14f, grid, share);
                tower(x + wide * 0.38f, x + wide * 0.62f, tall * 1.24f, grid, share);
                tower(x + wide * 0.49f, x + wide * 0.51f, tall * 1.42f, grid, 0);
            } else if (style == 1) {
                tower(x, x + wide * 0.62f, tall, grid, share);
                tower(x + wide * 0.55f, x + wide, tall * 0.78f, grid, share);
            } else {
                tower(x, x + wide, tall, grid, share);
                if (style == 2) {
                    tower(x + wide * 0.2f, x + wide * 0.45f, tall * 1.05f, grid, 0);
                }
            }
            x += wide * dice.between(0.86f, 1.2f);
        }
    }

    private void tower(float from, float to, float tall, float grid, float lit) {
        int left = Math.max(0, Math.round(from));
        int right = Math.min(frame.width(), Math.max(Math.round(to), Math.round(from) + 1));
        if (left >= right) {
            return;
        }
        Tower tower = new Tower(Math.round(from), right, base - tall, grid, lit, towers.size());
        towers.add(tower);
        highest = Math.min(highest, tower.top());
        for (int x = left; x < right; x++) {
            if (towerAt[x] < 0 || towers.get(towerAt[x]).top() > tower.top()) {
                towerAt[x] = tower.id();
            }
        }
    }

    @Override
    public void paint(int y, float[] row) {
        if (y + 1 < highest) {
            return;
        }
        for (int x = 0; x < frame.width(); x++) {
            if (towerAt[x] < 0) {
                if (y > base) {
                    foot.over(row, x, 1);
                }
                continue;
            }
            Tower tower = towers.get(towerAt[x]);
            float alpha = Colour.clamp(y + 1 - tower.top());
            if (alpha > 0) {
                float t = Colour.clamp((y - tower.top()) / (base - tower.top()));
                float side = 1 + 0.14f * ((x - tower.from()) / (float) (tower.to() - tower.from()) - 0.5f);
                crest.mix(foot, t).times(side).over(row, x, alpha);
                window(row, x, y, tower);
            }
        }
    }

    private void window(float[] row, int x, int y, Tower tower) {
        float u = (x - tower.from()) / tower.grid();
        float v = (y - tower.top()) / (tower.grid() * 1.35f);
        int column = (int) u;
        int level = (int) v;
        if (level < 1 || tower.lit() <= 0 || y > base) {
            return;
        }
        float inside = Math.min(
                Math.min(u - column - 0.18f, 0.82f - u + column), Math.min(v - level - 0.2f, 0.75f - v + level));
        if (inside <= 0) {
            return;
        }
        long hash = Dice.mix(seed + tower.id() * 1_000_003L + column * 7919L + level);
        float chance = (hash >>> 40) * 0x1p-24f;
        float edge = Colour.clamp(inside * tower.grid() * 1.6f);
        if (chance < tower.lit()) {
            float warmth = ((hash >>> 8) & 255) / 255f;
            lamp.mix(Colour.hex(0xdfeaff), warmth * warmth * 0.6f).over(row, x, edge * (0.55f + 0.4f * warmth));
        } else {
            foot.over(row, x, 0.25f * edge);
        }
    }
}
