package org.rasid.analysis;

import java.io.Reader;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.ar.ArabicStemFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.SetKeywordMarkerFilter;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.pattern.PatternTokenizer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.index.analysis.PreConfiguredTokenizer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.indices.analysis.PreBuiltCacheFactory.CachingStrategy;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * Registers Lucene's own filters under the names that the stock distribution's analysis-common module uses: the
 * test node carries Lucene's classes, not that module. Test equipment; production uses the stock distribution.
 */
public final class RasidAnalysisPlugin extends Plugin implements AnalysisPlugin {
    private static final Map<String, UnaryOperator<TokenStream>> PLAIN = Map.of(
        "arabic_normalization", ArabicNormalizationFilter::new,
        "arabic_stem", ArabicStemFilter::new,
        "decimal_digit", DecimalDigitFilter::new,
        "keyword_repeat", KeywordRepeatFilter::new,
        "remove_duplicates", RemoveDuplicatesTokenFilter::new,
        "unique", UniqueFilter::new
    );

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of(
            "mapping", (index, env, name, settings) -> {
                NormalizeCharMap map = Rules.parse(settings.getAsList("mappings"));
                return charFilter(name, reader -> new MappingCharFilter(map, reader));
            },
            "pattern_replace", (index, env, name, settings) -> {
                Pattern pattern = pattern(settings);
                String replacement = settings.get("replacement", "");
                return charFilter(name, reader -> new PatternReplaceCharFilter(pattern, replacement, reader));
            }
        );
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of("pattern", (index, env, name, settings) -> {
            Pattern pattern = pattern(settings);
            int group = settings.getAsInt("group", -1);
            return TokenizerFactory.newFactory(name, () -> new PatternTokenizer(pattern, group));
        });
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
            "pattern_replace", (index, env, name, settings) -> {
                Pattern pattern = pattern(settings);
                String replacement = settings.get("replacement", "");
                boolean all = settings.getAsBoolean("all", true);
                return tokenFilter(name, input -> new PatternReplaceFilter(input, pattern, replacement, all));
            },
            "pattern_capture", (index, env, name, settings) -> {
                Pattern[] patterns = settings.getAsList("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new);
                boolean original = settings.getAsBoolean("preserve_original", true);
                return tokenFilter(name, input -> new PatternCaptureGroupTokenFilter(input, original, patterns));
            },
            "length", (index, env, name, settings) -> {
                int min = settings.getAsInt("min", 0);
                int max = settings.getAsInt("max", Integer.MAX_VALUE);
                return tokenFilter(name, input -> new LengthFilter(input, min, max));
            },
            "keyword_marker", (index, env, name, settings) -> {
                CharArraySet words = new CharArraySet(settings.getAsList("keywords"), false);
                return tokenFilter(name, input -> new SetKeywordMarkerFilter(input, words));
            },
            "unique", (index, env, name, settings) -> tokenFilter(name, UniqueFilter::new),
            "multiplexer", (index, env, name, settings) -> new Multiplexer.Factory(name, settings)
        );
    }

    @Override
    public List<PreConfiguredTokenFilter> getPreConfiguredTokenFilters() {
        return PLAIN.entrySet().stream()
            .map(entry -> PreConfiguredTokenFilter.singleton(entry.getKey(), false, entry.getValue()))
            .toList();
    }

    @Override
    public List<PreConfiguredTokenizer> getPreConfiguredTokenizers() {
        return List.of(PreConfiguredTokenizer.singleton("uax_url_email", UAX29URLEmailTokenizer::new));
    }

    @Override
    public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
        return List.of(new PreBuiltAnalyzerProviderFactory("arabic", CachingStrategy.ONE, ArabicAnalyzer::new));
    }

    private static Pattern pattern(Settings settings) {
        return Pattern.compile(settings.get("pattern", "\\W+"));
    }

    private static TokenFilterFactory tokenFilter(String name, UnaryOperator<TokenStream> create) {
        return new TokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream input) {
                return create.apply(input);
            }
        };
    }

    private static CharFilterFactory charFilter(String name, UnaryOperator<Reader> create) {
        return new CharFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Reader create(Reader reader) {
                return create.apply(reader);
            }
        };
    }
}
