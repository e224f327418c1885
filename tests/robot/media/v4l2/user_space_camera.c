/* A camera of Linux in user space: preloaded, it answers what is asked of /dev/video0 with the
 * structures of the kernel's own header. It gives YUYV 640x480 with eight grey stripes in limited
 * range, is unplugged after 40 pictures, and plugged in again when it is opened for the third time.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { WIDTH = 640, HEIGHT = 480, BUFFERS = 8, PICTURES = 40, OFFSET = 1 << 20, RAW = 2 };

static const int greys[] = {0, 12, 40, 90, 160, 215, 240, 255};
static int camera = -1, opened, given, queued[BUFFERS], waiting;
static unsigned char *mapped[BUFFERS];

static int fail(int number) {
    errno = number;
    return -1;
}

static int plug(void) {
    int ends[2]; /* always readable, as a camera whose next picture is ready */
    given = 0;
    waiting = 0;
    if (++opened == 2) return fail(ENOENT);
    if (pipe(ends) || write(ends[1], "x", 1) != 1) return -1;
    return camera = ends[0];
}

#define OPEN(name)                                                    \
    int name(const char *path, int flags, ...) {                      \
        int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #name); \
        va_list more;                                                 \
        if (!strcmp(path, "/dev/video0")) return plug();              \
        va_start(more, flags);                                        \
        mode_t mode = va_arg(more, mode_t);                           \
        va_end(more);                                                 \
        return real(path, flags, mode);                               \
    }
OPEN(open)
OPEN(open64)

static void *map(const char *name, void *at, size_t length, int rights, int flags, int fd, off_t from) {
    void *(*real)(void *, size_t, int, int, int, off_t) = dlsym(RTLD_NEXT, name);
    int index = from / OFFSET - 1;
    if (flags != MAP_SHARED || from % OFFSET || index < 0 || index >= BUFFERS)
        return real(at, length, rights, flags, fd, from);
    rights = PROT_READ | PROT_WRITE;
    return mapped[index] = real(NULL, length, rights, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

void *mmap(void *at, size_t length, int rights, int flags, int fd, off_t from) {
    return map("mmap", at, length, rights, flags, fd, from);
}

void *mmap64(void *at, size_t length, int rights, int flags, int fd, off_t from) {
    return map("mmap64", at, length, rights, flags, fd, from);
}

static int give(struct v4l2_buffer *buffer) {
    if (given++ == PICTURES) return fail(ENODEV);
    if (!waiting) return fail(EAGAIN);
    int index = queued[0];
    memmove(queued, queued + 1, sizeof(int) * --waiting);
    for (int at = 0; at < WIDTH * HEIGHT; at++) {
        mapped[index][RAW * at] = 16 + (greys[at % WIDTH / 80] * 219 + 127) / 255;
        mapped[index][RAW * at + 1] = 128;
    }
    buffer->index = index;
    buffer->bytesused = RAW * WIDTH * HEIGHT;
    buffer->timestamp.tv_sec = 5 + given / 30;
    buffer->timestamp.tv_usec = given % 30 * 33333;
    return 0;
}

static int answer(unsigned request, void *told) {
    struct v4l2_capability *can = told;
    struct v4l2_fmtdesc *format = told;
    struct v4l2_frmsizeenum *size = told;
    struct v4l2_frmivalenum *interval = told;
    struct v4l2_format *set = told;
    struct v4l2_buffer *buffer = told;
    switch (request) {
    case VIDIOC_QUERYCAP:
        can->capabilities = V4L2_CAP_DEVICE_CAPS;
        can->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
        return 0;
    case VIDIOC_ENUM_FMT:
        format->pixelformat = V4L2_PIX_FMT_YUYV;
        return format->index ? fail(EINVAL) : 0;
    case VIDIOC_ENUM_FRAMESIZES:
        size->type = V4L2_FRMSIZE_TYPE_DISCRETE;
        size->discrete = (struct v4l2_frmsize_discrete){WIDTH, HEIGHT};
        return size->index ? fail(EINVAL) : 0;
    case VIDIOC_ENUM_FRAMEINTERVALS:
        interval->type = V4L2_FRMIVAL_TYPE_DISCRETE;
        interval->discrete = (struct v4l2_fract){1, 30};
        return interval->index || interval->width != WIDTH ? fail(EINVAL) : 0;
    case VIDIOC_S_FMT:
        if (set->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || set->fmt.pix.width != WIDTH) return fail(EINVAL);
        set->fmt.pix.bytesperline = RAW * WIDTH;
        set->fmt.pix.sizeimage = RAW * WIDTH * HEIGHT;
        return 0;
    case VIDIOC_QUERYBUF:
        buffer->length = RAW * WIDTH * HEIGHT;
        buffer->m.offset = (buffer->index + 1) * OFFSET;
        return 0;
    case VIDIOC_QBUF:
        queued[waiting++] = buffer->index;
        return 0;
    case VIDIOC_DQBUF:
        return give(buffer);
    case VIDIOC_S_PARM:
    case VIDIOC_REQBUFS:
    case VIDIOC_STREAMON:
    case VIDIOC_STREAMOFF:
        return 0;
    default:
        return fail(EINVAL);
    }
}

int ioctl(int fd, unsigned long request, ...) {
    int (*real)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
    va_list more;
    va_start(more, request);
    void *told = va_arg(more, void *);
    va_end(more);
    return fd == camera ? answer((unsigned)request, told) : real(fd, request, told);
}
