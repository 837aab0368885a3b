package studio.practice.painting;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the painter can draw, and the English and Chinese words that ask for it. */
public enum Motif {
    SUNSET("sunset|dusk|evening|twilight|golden hour", "日落|夕阳|黄昏|晚霞|傍晚|落日"),
    DAWN("dawn|sunrise|morning|pastel", "日出|清晨|早晨|黎明|朝霞|晨"),
    NIGHT("night|midnight|moon|moonlit|moonlight|star|stars|starry|neon|cyberpunk", "夜|月|星|霓虹|赛博"),
    DAY("day|noon|sunny|summer|blue sky", "白天|晴|夏|蓝天|阳光"),
    MIST("mist|misty|fog|foggy|haze|ink|zen", "雾|烟雨|水墨|禅|云海"),
    SNOW("snow|snowy|winter|ice|christmas|glacier|arctic", "雪|冬|冰|圣诞|极地"),
    AURORA("aurora|northern lights", "极光"),
    DESERT("desert|dune|dunes|sand|sahara", "沙漠|沙丘|大漠|戈壁"),
    MOUNTAIN("mountain|mountains|peak|peaks|alps|cliff|valley|canyon", "山|峰|岭|峡谷"),
    HILLS("hill|hills|field|fields|meadow|grass|grassland|prairie|countryside", "丘|田野|草原|草地|原野|乡村"),
    FOREST("forest|wood|woods|tree|trees|pine|pines|jungle", "森林|树|林|松"),
    SEA("sea|ocean|beach|coast|lake|river|water|wave|waves|island|harbor|harbour", "海|湖|江|河|水|浪|沙滩|岛|港"),
    CITY("city|skyline|skyscraper|town|street|building|buildings|tokyo|shanghai|new york", "城|都市|街|高楼|楼|上海|东京|北京"),
    FLOWERS("flower|flowers|rose|tulip|sakura|blossom|garden|spring|lavender|sunflower", "花|樱|玫瑰|郁金香|春|薰衣草|向日葵"),
    CAT("cat|cats|kitten|kitty", "猫"),
    BOAT("boat|boats|ship|sail|sailing|yacht", "船|帆|舟"),
    BALLOON("balloon|balloons", "热气球|气球"),
    BIRDS("bird|birds|gull|gulls|seagull|swallow", "鸟|海鸥|燕"),
    FLOW("abstract|wallpaper|gradient|pattern|ribbon|ribbons|silk|minimal|fluid", "抽象|壁纸|渐变|流动|丝绸|极简");

    private final Pattern words;

    Motif(String english, String chinese) {
        // English words stand alone, Chinese is written without spaces.
        this.words = Pattern.compile("\\b(?:" + english + ")\\b|" + chinese);
    }

    /** The motifs that a text names, in any letter case. */
    public static Set<Motif> in(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Set<Motif> found = EnumSet.noneOf(Motif.class);
        for (Motif motif : values()) {
            if (motif.words.matcher(lower).find()) {
                found.add(motif);
            }
        }
        return found;
    }
}
