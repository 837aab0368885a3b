package studio.apiconfig;

import java.math.BigDecimal;
import java.math.RoundingMode;
import studio.upstream.ConnectionCheck;

/** Says in a sentence what a connection test found. */
record CheckWords(ConnectionCheck found, String model) {

    String allWell(boolean english) {
        boolean listed = Boolean.TRUE.equals(found.modelKnown());
        if (found.models() == 0) {
            return english
                    ? "The connection works" + balance(true) + ". The upstream lists no models, so whether it has "
                            + model + " is not known."
                    : "连接正常" + balance(false) + "。上游没有列出任何模型，无法确认是否有 " + model + "。";
        }
        String counted = english
                ? "The connection works: " + found.models() + " models, " + found.pictureModels()
                        + " of them make pictures"
                : "连接正常：共 " + found.models() + " 个模型，其中 " + found.pictureModels() + " 个可以生成图片";
        String chosen = !listed ? "" : english ? ", " + model + " is among them" : "，包括 " + model;
        return counted + chosen + balance(english) + (english ? "." : "。");
    }

    String modelMissing(boolean english) {
        String similar = String.join(english ? ", " : "、", found.similar());
        if (english) {
            return "The connection works" + balance(true) + ", but the upstream does not list a model called " + model
                    + ". Check the model's name" + (similar.isEmpty() ? "." : "; similar ones: " + similar + ".");
        }
        return "连接正常" + balance(false) + "，但上游的模型列表里没有 " + model + "。请检查模型名"
                + (similar.isEmpty() ? "。" : "，相近的有：" + similar + "。");
    }

    private String balance(boolean english) {
        ConnectionCheck.Balance balance = found.balance();
        if (balance == null) {
            return "";
        }
        BigDecimal limit = balance.limit();
        String left = dollars(balance.left());
        if (english) {
            return ", " + left + " USD left" + (limit == null ? "" : " of " + dollars(limit));
        }
        return "，余额 " + left + " 美元" + (limit == null ? "" : "（上限 " + dollars(limit) + " 美元）");
    }

    /** Two decimals, rounded down: nobody is told more than there is. */
    private static String dollars(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.DOWN).toPlainString();
    }
}
