using BasedAI.Client.Text;
using CsCheck;

namespace BasedAI.Client.Tests.Text;

public class TokenizerTests
{
    private const int OneMegabyte = 1 << 20;

    [Theory]
    [InlineData("a gripping, beautifully acted film", "a gripping , beautifully acted film")]
    [InlineData("It's a film that doesn't care.", "it 's a film that does n't care .")]
    [InlineData("I can't, won't and cannot; they've gonna", "i ca n't , wo n't and can not ; they 've gon na")]
    [InlineData("We're sure he'd say I'm it'll do", "we 're sure he 'd say i 'm it 'll do")]
    [InlineData("Mr. Smith's U.S. debut, etc. by J.K. Rowling vs. J. Doe", "mr. smith 's u.s. debut , etc. by j.k. rowling vs. j. doe")]
    [InlineData("It was just a. And I. The end.", "it was just a . and i . the end .")]
    [InlineData("a well-made writer/director's R&B and/or rock'n'roll", "a well-made writer/director 's r&b and/or rock'n'roll")]
    [InlineData("1.8 of 10,000 in '70s style, 3/4th", "1.8 of 10,000 in '70s style , 3/4th")]
    [InlineData("slow.But nice", "slow . but nice")]
    [InlineData("what.... ever -- no --- yes", "what ... ever -- no -- yes")]
    [InlineData("their *** off, ********", "their *** off , ***** ***")]
    [InlineData("(great!!) $5 50% #1", "( great ! ! ) $ 5 50 % # 1")]
    [InlineData("'em 'til rock 'n roll 'quoted'", "'em 'til rock 'n roll ' quoted '")]
    public void OrdinaryTextBecomesTreebankTokens(string text, string expected)
    {
        Assert.Equal(expected, Join(text));
        Assert.Equal(expected, Join(expected));
    }

    [Theory]
    [InlineData("“Doesn’t” — it… re‑read", "\"doesn't\" -- it... re-read")]
    [InlineData("``radical'' or ''suck''", "\"radical\" or \"suck\"")]
    [InlineData("cafe\u0301 CLICHE\u0301S nai\u0308ve", "café clichés naïve")]
    [InlineData("good\tfilm\r\n\0\u00A0\u2028yes", "good film yes")]
    [InlineData("fi\u00ADlm g\u200Do\u200Bod\uFEFF", "film good")]
    public void SpellingsOfOneTextGiveTheSameTokens(string text, string sameText) => Assert.Equal(Join(sameText), Join(text));

    [Theory]
    [InlineData("😀👍🏽", 3)]
    [InlineData("映画は良い。", 2)]
    [InlineData("q\u0301x\u0316", 1)]
    public void AnyScriptGivesTokens(string text, int count) => Assert.Equal(count, Tokenizer.Tokenize(text).TotalTokens);

    // Half a surrogate pair cannot be written in an attribute.
    [Fact]
    public void HalfACharacterIsATokenOfItsOwn()
    {
        Assert.Equal(["a", "\uFFFD", "b"], Tokenizer.Tokenize("a\uD83Db").Tokens);
        Assert.Equal(["\uFFFD"], Tokenizer.Tokenize("\uDC00").Tokens);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n\0\u200B\u3000")]
    public void TextWithoutTokensGivesNone(string? text)
    {
        var result = Tokenizer.Tokenize(text, 32);
        Assert.Empty(result.Tokens);
        Assert.Equal(0, result.TotalTokens);
    }

    [Fact]
    public void TokensBeyondTheLimitAreCounted()
    {
        var result = Tokenizer.Tokenize("one two three, four", 2);
        Assert.Equal(["one", "two"], result.Tokens);
        Assert.Equal(5, result.TotalTokens);
        Assert.Equal(3, result.TruncatedTokens);
        Assert.Equal(5, Tokenizer.Tokenize("one two three, four", 0).TruncatedTokens);
    }

    // Quadratic work on any of these would take minutes. The count is exact up to what the end of the text changes.
    [Theory]
    [InlineData("a", OneMegabyte, 1)]
    [InlineData("good ", OneMegabyte / 5, OneMegabyte / 5)]
    [InlineData(".", OneMegabyte, 1)]
    [InlineData("'", OneMegabyte, OneMegabyte / 2)]
    [InlineData("*", OneMegabyte, (OneMegabyte / 5) + 1)]
    [InlineData("a.", OneMegabyte / 2, OneMegabyte)]
    [InlineData("e\u0301\u0301", OneMegabyte / 3, 1)]
    [InlineData("😀", OneMegabyte / 2, OneMegabyte / 2)]
    public void AMegabyteOfTheSameIsNoTrouble(string part, int repetitions, int expected)
    {
        var result = Tokenizer.Tokenize(string.Concat(Enumerable.Repeat(part, repetitions)), 32);
        Assert.InRange(result.TotalTokens, expected - 16, expected + 1);
        Assert.Equal(Math.Min(32, result.TotalTokens), result.Tokens.Count);
        Assert.All(result.Tokens, token => Assert.InRange(token.Length, 1, Tokenizer.MaxTokenLength));
    }

    [Fact]
    public void ItsOwnTokensAreAFixedPoint() =>
        Gen.OneOf(Gen.Char["abnstSMR''''....--/&,019 \"*é\u0301漢\u200D"], Gen.Char).Array[0, 40].Sample(chars =>
        {
            var tokens = Tokenizer.Tokenize(new string(chars)).Tokens;
            return tokens.SequenceEqual(Tokenizer.Tokenize(string.Join(' ', tokens)).Tokens);
        });

    [Fact]
    public void TokensAreNeverEmptyNorHoldASpaceNorUpperCaseAscii() =>
        Gen.String.Sample(text => Tokenizer.Tokenize(text).Tokens.All(token =>
            token.Length > 0 && token != Vocabulary.UnknownWord
            && !token.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsAsciiLetterUpper(c))));

    private static string Join(string text) => string.Join(' ', Tokenizer.Tokenize(text).Tokens);
}
