using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headway.Schemas;

namespace Headway.Tests.Schemas;

public sealed class JobSchemasTests
{
    private static readonly JobSchemas Schemas = new();

    [Theory]
    [InlineData("""{"path":"a.png"}""")]
    [InlineData("""{"path":"a.png","width":320,"mode":"keep_ratio","tags":["x"],"inner":{"at":"2026-11-23T10:00:00Z"}}""")]
    [InlineData("""{"Path":"a.png","unheard_of":1,"caption":null}""")]
    [InlineData("""{"path":"a","next":{"path":"b","next":{"path":"c"}}}""")]
    public void what_fits_is_let_in(string json) => Assert.Empty(Check<Picture>(json));

    [Theory]
    [InlineData("[]", "/config", "must be an object, not a list")]
    [InlineData("{}", "/config/path", "is missing")]
    [InlineData("""{"path":null}""", "/config/path", "must be a text, not null")]
    [InlineData("""{"path":""}""", "/config/path", "must not be empty")]
    [InlineData("""{"path":"a","width":"320"}""", "/config/width", "must be a whole number, not a text")]
    [InlineData("""{"path":"a","width":3.5}""", "/config/width", "must be a whole number, not the number 3.5")]
    [InlineData("""{"path":"a","width":0}""", "/config/width", "must be at least 1")]
    [InlineData("""{"path":"a","width":9999}""", "/config/width", "must be at most 4096")]
    [InlineData("""{"path":"a","mode":"stretched"}""", "/config/mode", "must be one of 'keep_ratio', 'stretch'")]
    [InlineData("""{"path":"a","tags":["x",2]}""", "/config/tags/1", "must be a text, not the number 2")]
    [InlineData("""{"path":"a","tags":["1","2","3","4"]}""", "/config/tags", "must have at most 3 entries, not 4")]
    [InlineData("""{"path":"a","code":"12"}""", "/config/code", "must have the form ^(?:[A-Z]{2})$")]
    [InlineData("""{"path":"a","inner":{"at":"yesterday"}}""", "/config/inner/at", "must be a time such as 2026-11-23T10:00:00Z")]
    [InlineData("""{"path":"a","inner":{"wen":1}}""", "/config/inner/wen", "is not known here; leave it out")]
    [InlineData("""{"path":"a","inner":{"att":1}}""", "/config/inner/att", "is not known here (did you mean 'at'?); leave it out")]
    [InlineData("""{"path":"a","next":{"path":"b","next":{}}}""", "/config/next/next/path", "is missing")]
    [InlineData("""{"path":"a","sizes":{"a/b":"c"}}""", "/config/sizes/a~1b", "must be a whole number, not a text")]
    public void what_does_not_fit_is_named_with_what_it_must_be(string json, string pointer, string message)
    {
        var problem = Assert.Single(Check<Picture>(json));
        Assert.Equal((pointer, message), (problem.Pointer, problem.Message));
    }

    [Fact]
    public void number_beyond_its_type_is_found_by_reading() =>
        Assert.Equal("/config/sizes/a", Assert.Single(Check<Picture>("""{"path":"a","sizes":{"a":99999999999}}""")).Pointer);

    [Fact]
    public void many_mistakes_are_named_together_but_not_without_end()
    {
        Assert.Equal(3, Check<Picture>("""{"width":0,"mode":1}""").Count);
        var numbers = string.Join(',', Enumerable.Repeat("1", 100));
        Assert.InRange(Check<List<string>>($"[{numbers}]").Count, 10, 10);
    }

    [Fact]
    public void field_is_written_as_people_write_it() =>
        Assert.Equal("items[3].input.a/b", new SchemaProblem("/items/3/input/a~1b", "").Field);

    [Fact]
    public void schema_says_what_attributes_say()
    {
        var width = Schemas.SchemaOf(typeof(Picture)).GetProperty("properties").GetProperty("width");
        Assert.Equal("Pixels.", width.GetProperty("description").GetString());
        Assert.Equal((1, 4096), (width.GetProperty("minimum").GetInt32(), width.GetProperty("maximum").GetInt32()));
        Assert.Equal(["path"], Schemas.SchemaOf(typeof(Picture)).GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public void every_value_that_is_written_fits_its_own_schema()
    {
        var options = new HeadwayOptions().Json;
        var picture = new Picture("a", 5, Mode.Stretch, null, ["t"], "AB", new Inner(DateTimeOffset.UnixEpoch), new() { ["s"] = 1 }, null);
        Assert.Empty(Check<Picture>(JsonSerializer.Serialize(picture, options)));
        Assert.Empty(Check<Times>(JsonSerializer.Serialize(
            new Times(TimeSpan.FromMinutes(90), Guid.Empty, new DateOnly(2026, 1, 2), 1.5m, [1, 2], null), options)));
    }

    private static IReadOnlyList<SchemaProblem> Check<T>(string json) => Schemas.Check(typeof(T), JsonElement.Parse(json), "/config");

    private enum Mode
    {
        KeepRatio,
        Stretch,
    }

    private sealed record Picture(
        [Required] string Path, [Description("Pixels."), Range(1, 4096)] int Width = 320, Mode Mode = Mode.KeepRatio,
        string? Caption = null, [MaxLength(3)] IReadOnlyList<string>? Tags = null, [RegularExpression("[A-Z]{2}")] string? Code = null,
        Inner? Inner = null, Dictionary<string, int>? Sizes = null, Picture? Next = null);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record Inner(DateTimeOffset? At = null);

    private sealed record Times(TimeSpan Long, Guid Id, DateOnly Day, decimal Price, byte[] Bytes, Uri? Link);
}
