package org.rasid.analysis;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;

/** The rules of a mapping character filter: "from=>to", with \\uXXXX for what does not print. */
final class Rules {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    private Rules() {}

    static NormalizeCharMap parse(List<String> rules) {
        NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            int arrow = rule.indexOf("=>");
            if (arrow < 1) {
                throw new IllegalArgumentException("not a mapping rule: [" + rule + "]");
            }
            map.add(unescaped(rule.substring(0, arrow).strip()), unescaped(rule.substring(arrow + 2).strip()));
        }
        return map.build();
    }

    private static String unescaped(String text) {
        Matcher matcher = ESCAPE.matcher(text);
        return matcher.replaceAll(m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))));
    }
}
