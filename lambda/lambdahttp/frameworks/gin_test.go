package frameworks

import (
	"io"
	"net/http"

	"github.com/gin-gonic/gin"
)

func ginApp() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.HandleMethodNotAllowed = true
	r.Use(gin.CustomRecoveryWithWriter(io.Discard, func(c *gin.Context, value any) { c.String(http.StatusInternalServerError, "%v", value) }))
	r.GET("/users/:id", func(c *gin.Context) { c.String(http.StatusOK, "user %s", c.Param("id")) })
	r.GET("/search", func(c *gin.Context) { c.String(http.StatusOK, "%s %s", c.Query("q"), c.Query("tag")) })
	r.POST("/users", func(c *gin.Context) {
		var u user
		if err := c.ShouldBindJSON(&u); err != nil {
			c.AbortWithStatusJSON(http.StatusBadRequest, gin.H{"error": err.Error()})
			return
		}
		c.Header("Location", "/users/42")
		c.JSON(http.StatusCreated, u)
	})
	r.POST("/form", func(c *gin.Context) { c.String(http.StatusOK, c.PostForm("name")) })
	r.PUT("/files/*name", func(c *gin.Context) {
		body, err := c.GetRawData()
		if err != nil {
			_ = c.AbortWithError(http.StatusBadRequest, err)
			return
		}
		c.Data(http.StatusOK, c.ContentType(), body)
	})
	r.GET("/cookie", func(c *gin.Context) {
		theme, err := c.Cookie("theme")
		if err != nil {
			_ = c.AbortWithError(http.StatusBadRequest, err)
			return
		}
		c.SetCookie("theme", theme, 0, "/", "", false, true)
	})
	r.GET("/private", func(c *gin.Context) {
		if c.GetHeader("Authorization") != "Bearer secret" {
			c.AbortWithStatus(http.StatusUnauthorized)
		}
	}, func(c *gin.Context) { c.String(http.StatusOK, "welcome") })
	r.GET("/old", func(c *gin.Context) { c.Redirect(http.StatusMovedPermanently, "/users/42") })
	r.GET("/panic", func(*gin.Context) { panic("oh") })
	r.GET("/client", func(c *gin.Context) { c.String(http.StatusOK, addressed(c.Request.Host, c.RemoteIP())) })
	r.GET("/stream", func(c *gin.Context) {
		rest := pieces()
		c.Header("Content-Type", "text/event-stream")
		c.Stream(func(w io.Writer) bool {
			_, _ = w.Write(rest[0])
			rest = rest[1:]
			return len(rest) > 0
		})
	})
	r.Group("/api").Group("/v1").GET("/ping", func(c *gin.Context) { c.String(http.StatusOK, "pong") })
	r.HEAD("/head", func(c *gin.Context) { c.Header("X-Head", "1") })
	r.StaticFS("/static", http.FS(static))
	return r
}
