using System.Net;
using System.Text;
using Headway.Web.Api.Contracts;
using Xunit;

namespace Headway.Web.Tests.Api;

public sealed class TypesApiTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_type_shows_the_schema_of_what_it_takes()
    {
        var type = await _server.GetAsync<TypeView>($"/api/v1/types/{ApiServer.ShapedType}");
        var size = type.InputSchema!.Value.GetProperty("properties").GetProperty("size");
        Assert.Equal(("integer", 9), (size.GetProperty("type").GetString(), size.GetProperty("maximum").GetInt32()));
        Assert.Null(type.ConfigSchema);
        Assert.Null((await _server.GetAsync<TypeView>($"/api/v1/types/{ApiServer.Type}")).InputSchema);
    }

    [Fact]
    public async Task a_type_that_is_not_there_is_answered_with_those_that_are()
    {
        using var response = await _server.Client.GetAsync("/api/v1/types/no.such", Ct);
        var problem = await ApiServer.ProblemAsync(response, HttpStatusCode.NotFound, "no_such_type");
        Assert.Contains(ApiServer.ShapedType, problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"test.shaped","config":{"size":12}}""", "bad_config", "/config/size", "config.size must be at most 9.")]
    [InlineData("""{"type":"test.shaped","items":[{"input":{"size":1}},{"input":{"note":3}}]}""", "bad_input", "/items/1/input/size",
        "items[1].input.size is missing.")]
    public async Task a_field_that_does_not_fit_is_pointed_at(string body, string code, string pointer, string says)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _server.Client.PostAsync("/api/v1/jobs", content, Ct);
        var problem = await ApiServer.ProblemAsync(response, HttpStatusCode.UnprocessableEntity, code);
        Assert.Equal((pointer, says), (problem.Errors![0].Pointer, problem.Errors[0].Detail));
    }
}
