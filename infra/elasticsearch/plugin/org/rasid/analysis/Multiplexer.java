package org.rasid.analysis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.elasticsearch.common.Strings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;

/** Emits a token and what each of several filter chains makes of it, all at one position, none twice. */
final class Multiplexer extends TokenFilter {
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private final boolean preserveOriginal;
    private final Once once;
    private final List<TokenStream> branches = new ArrayList<>();
    private State token;
    private int branch;
    private int pendingIncrement;

    private Multiplexer(TokenStream input, List<List<TokenFilterFactory>> chains, boolean preserveOriginal) {
        super(input);
        this.preserveOriginal = preserveOriginal;
        this.once = new Once(input);
        for (List<TokenFilterFactory> chain : chains) {
            TokenStream stream = once;
            for (TokenFilterFactory filter : chain) {
                stream = filter.create(stream);
            }
            branches.add(stream);
        }
        branch = branches.size();
    }

    @Override
    public boolean incrementToken() throws IOException {
        while (true) {
            while (branch < branches.size()) {
                if (branches.get(branch).incrementToken()) {
                    return placed();
                }
                branch++;
                once.offer(token);
            }
            if (input.incrementToken() == false) {
                return false;
            }
            pendingIncrement = increment.getPositionIncrement();
            token = captureState();
            branch = 0;
            once.offer(token);
            if (preserveOriginal) {
                return placed();
            }
        }
    }

    private boolean placed() {
        increment.setPositionIncrement(pendingIncrement);
        pendingIncrement = 0;
        return true;
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        for (TokenStream stream : branches) {
            stream.reset();
        }
        branch = branches.size();
    }

    /** A stream of one token, offered again for each branch. */
    private static final class Once extends TokenFilter {
        private State offered;

        Once(TokenStream input) {
            super(input);
        }

        void offer(State state) {
            offered = state;
        }

        @Override
        public boolean incrementToken() {
            if (offered == null) {
                return false;
            }
            restoreState(offered);
            offered = null;
            return true;
        }

        @Override
        public void reset() {
            offered = null;
        }

        @Override
        public void end() {}

        @Override
        public void close() {}
    }

    /** Reads "filters" (each a name or names joined by commas) and "preserve_original", as the stock type does. */
    static final class Factory implements TokenFilterFactory {
        private final String name;
        private final List<String> filters;
        private final boolean preserveOriginal;

        Factory(String name, Settings settings) {
            this.name = name;
            this.filters = settings.getAsList("filters");
            this.preserveOriginal = settings.getAsBoolean("preserve_original", true);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public TokenStream create(TokenStream input) {
            throw new UnsupportedOperationException("a multiplexer is made with its chain");
        }

        @Override
        public TokenFilterFactory getChainAwareTokenFilterFactory(
            IndexCreationContext context,
            TokenizerFactory tokenizer,
            List<CharFilterFactory> charFilters,
            List<TokenFilterFactory> previous,
            Function<String, TokenFilterFactory> byName
        ) {
            List<List<TokenFilterFactory>> chains = new ArrayList<>();
            for (String chain : filters) {
                List<TokenFilterFactory> resolved = new ArrayList<>();
                for (String part : Strings.tokenizeToStringArray(chain, ",")) {
                    TokenFilterFactory factory = byName.apply(part.strip());
                    if (factory == null) {
                        throw new IllegalArgumentException("multiplexer [" + name + "]: no filter [" + part + "]");
                    }
                    resolved.add(factory.getChainAwareTokenFilterFactory(context, tokenizer, charFilters, previous, byName));
                }
                chains.add(resolved);
            }
            return new Chained(name, chains, preserveOriginal);
        }
    }

    private record Chained(String name, List<List<TokenFilterFactory>> chains, boolean preserveOriginal)
        implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream input) {
            return new RemoveDuplicatesTokenFilter(new Multiplexer(input, chains, preserveOriginal));
        }
    }
}
