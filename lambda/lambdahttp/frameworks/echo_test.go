package frameworks

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

func echoApp() http.Handler {
	e := echo.New()
	e.Use(middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: func(_ echo.Context, err error, _ []byte) error {
		return echo.NewHTTPError(http.StatusInternalServerError, err.Error())
	}}))
	e.GET("/users/:id", func(c echo.Context) error { return c.String(http.StatusOK, "user "+c.Param("id")) })
	e.GET("/search", func(c echo.Context) error { return c.String(http.StatusOK, c.QueryParam("q")+" "+c.QueryParam("tag")) })
	e.POST("/users", func(c echo.Context) error {
		var u user
		if err := c.Bind(&u); err != nil {
			return err
		}
		c.Response().Header().Set("Location", "/users/42")
		return c.JSON(http.StatusCreated, u)
	})
	e.POST("/form", func(c echo.Context) error { return c.String(http.StatusOK, c.FormValue("name")) })
	e.PUT("/files/*", func(c echo.Context) error {
		c.Response().Header().Set("X-Name", c.Param("*"))
		return c.Stream(http.StatusOK, c.Request().Header.Get("Content-Type"), c.Request().Body)
	})
	e.GET("/cookie", func(c echo.Context) error {
		theme, err := c.Cookie("theme")
		if err != nil {
			return err
		}
		c.SetCookie(&http.Cookie{Name: "theme", Value: theme.Value, Path: "/", HttpOnly: true})
		return c.NoContent(http.StatusOK)
	})
	e.GET("/private", func(c echo.Context) error { return c.String(http.StatusOK, "welcome") },
		middleware.KeyAuth(func(key string, _ echo.Context) (bool, error) { return key == "secret", nil }))
	e.GET("/old", func(c echo.Context) error { return c.Redirect(http.StatusMovedPermanently, "/users/42") })
	e.GET("/panic", func(echo.Context) error { panic("oh") })
	e.GET("/client", func(c echo.Context) error {
		return c.String(http.StatusOK, addressed(c.Request().Host, echo.ExtractIPDirect()(c.Request())))
	})
	e.GET("/stream", func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderContentType, "text/event-stream")
		c.Response().WriteHeader(http.StatusOK)
		for _, piece := range pieces() {
			if _, err := c.Response().Write(piece); err != nil {
				return err
			}
			c.Response().Flush()
		}
		return nil
	})
	e.Group("/api").Group("/v1").GET("/ping", func(c echo.Context) error { return c.String(http.StatusOK, "pong") })
	e.HEAD("/head", func(c echo.Context) error {
		c.Response().Header().Set("X-Head", "1")
		return c.NoContent(http.StatusOK)
	})
	e.StaticFS("/static", static)
	return e
}
